#include "cli/run.h"

int main(int argc, char **argv)
{
	return prelist_run(argc, argv);
}
