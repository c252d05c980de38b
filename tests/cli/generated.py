#!/usr/bin/python3
"""Every command, subcommand and option is in the man page and the completions: generated.py ROOT; prints what is not."""
import re
import subprocess
import sys


def prelist(*arguments):
    return subprocess.run(["prelist", *arguments], capture_output=True, text=True, check=True).stdout


def listed(name, pattern):
    with open(f"{sys.argv[1]}/scanner/cli/{name}.def", encoding="utf-8") as file:
        return re.findall(pattern, file.read(), re.M)


man = re.sub(r"\\f[BIR]", "", prelist("help", "man")).replace("\\-", "-")
texts = {"the man page": man, "bash": prelist("help", "bash"), "zsh": prelist("help", "zsh")}
num = 0


def wanted(word, places):
    global num
    num += 1
    for place in places:
        if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", texts[place]):
            print(f"{place} lacks {word}")


for option in listed("option", r'^OPTION\(\w+, "([a-z-]+)"'):
    wanted("--" + option, texts)
for command in listed("command", r"^COMMAND\((\w+)\)"):
    usages = re.findall(r"^Usage: prelist ([a-z-]+(?: [a-z-]+)?) ", prelist(command, "--help"), re.M)
    wanted(command, texts)
    for usage in usages:
        wanted("prelist " + usage, ["the man page"])
        wanted(usage.split()[-1], ["bash", "zsh"])
print("all there" if num > 150 else f"only {num} looked for")
