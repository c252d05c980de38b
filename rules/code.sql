-- Native libraries, DEX files, packers and frameworks.

-- rule: android.no-64-bit
-- verdict: reject
-- title: Native code for 32-bit phones without its 64-bit build
-- title.zh: 32 位原生代码没有对应的 64 位版本
-- fix: Add 64-bit builds (arm64-v8a) of every native library; in a build of its own with a version code that is not lower, for the same devices and Android versions.
-- fix.zh: 为所有原生库提供 64 位（arm64-v8a）版本；单独构建的，其版本号不低于 32 位构建，适用的设备与 Android 版本不少于 32 位构建。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- per: build
-- hit: no-64-bit
-- miss: clean
-- The library that is missing may be one in its folder that was not read; not in what of the package itself is its signing block.
-- Of each architecture: an x86_64 library is none for phones with ARM. Where x86 alone lacks its 64-bit build, which no phone has, it is said; and so it is where
-- all files are for watches and TV sets alone, most of which run 32-bit code.
SELECT (SELECT app_id FROM package WHERE app_id IS NOT NULL ORDER BY app_id LIMIT 1) AS subject, group_concat(DISTINCT l.abi) AS detail,
  iif(max(l.abi IN ('arm64-v8a', 'x86_64', 'riscv64', 'mips64')) AND NOT (max(l.abi = 'armeabi-v7a') > max(l.abi = 'arm64-v8a'))
    OR NOT EXISTS (SELECT 1 FROM package p WHERE p.split IS NULL AND coalesce(p.device, '') NOT IN ('watch', 'tv')), 'notice', 'reject') AS verdict
FROM library l WHERE l.loaded AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.effect = 'unread'
    AND (u.path GLOB 'lib/' || CASE l.abi WHEN 'armeabi-v7a' THEN 'arm64-v8a' WHEN 'x86' THEN 'x86_64' WHEN 'mips' THEN 'mips64' END || '/*'
      OR (u.path = '' AND u.id NOT IN ('limit.asn1', 'limit.entry-size', 'limit.signing-block-pairs'))))
  AND EXISTS (SELECT 1 FROM library WHERE loaded AND abi IN ('armeabi-v7a', 'x86', 'mips'))
GROUP BY '' HAVING max(l.abi = 'armeabi-v7a') > max(l.abi = 'arm64-v8a') OR max(l.abi = 'x86') > max(l.abi = 'x86_64') OR max(l.abi = 'mips') > max(l.abi = 'mips64');

-- rule: android.partly-64-bit
-- verdict: review
-- title: The 64-bit build lacks libraries of the 32-bit one
-- title.zh: 64 位版本缺少 32 位版本所含的原生库
-- detail.zh: %d of %d: %s => 共 %2$d 个，缺少 %1$d 个：%3$s
-- fix: Add 64-bit builds (arm64-v8a) of every native library; in a build of its own with a version code that is not lower, for the same devices and Android versions.
-- fix.zh: 为所有原生库提供 64 位（arm64-v8a）版本；单独构建的，其版本号不低于 32 位构建，适用的设备与 Android 版本不少于 32 位构建。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- per: build
-- hit: partly-64-bit
-- miss: clean
-- What tells of the architecture in a name counts for nothing. Some libraries are for 32-bit phones alone: less than half of the code is a notice. A library
-- of a tenth of the size is there to be seen, unless it is for its symbols that the 32-bit one is larger; so is a folder of other names alone, which are fewer
-- or have less than half of the code.
SELECT (SELECT app_id FROM package WHERE app_id IS NOT NULL ORDER BY app_id LIMIT 1) AS subject, sum(NOT n.is_there) || ' of ' || count(*) || ': ' || group_concat(iif(n.is_there, NULL, n.file), ', ') AS detail,
  CASE WHEN max(n.is_named) = 0 AND (count(*) > (SELECT count(*) FROM library WHERE loaded AND abi = 'arm64-v8a')
      OR sum(n.size) > 2 * (SELECT sum(size) FROM library WHERE loaded AND abi = 'arm64-v8a')) THEN 'reject'
    WHEN 2 * sum(iif(n.is_there, 0, n.size)) >= sum(n.size) THEN 'review' ELSE 'notice' END AS verdict
FROM (SELECT m.file, m.size, m.size_64 IS NOT NULL AS is_named,
    m.size_64 IS NOT NULL AND (10 * m.size_64 >= m.size OR m.size < 100000 OR (m.stripped = 0 AND m.stripped_64 = 1)) AS is_there
  FROM (SELECT max(iif(is_64, NULL, file)) AS file, max(iif(is_64, NULL, size)) AS size, max(iif(is_64, NULL, stripped)) AS stripped,
      max(iif(is_64, size, NULL)) AS size_64, max(iif(is_64, stripped, NULL)) AS stripped_64
    FROM (SELECT abi = 'arm64-v8a' AS is_64, size, stripped, substr(path, 5 + instr(substr(path, 5), '/')) AS file FROM library WHERE loaded AND abi IN ('arm64-v8a', 'armeabi-v7a'))
    GROUP BY replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      file, 'arm64-v8a', ''), 'armeabi-v7a', ''), 'armeabi', ''), 'aarch64', ''), 'arm64', ''), 'armv7', ''), 'armv8', ''), 'v7a', ''), 'v8a', ''), '_a64', ''), '64', ''), '32', ''), '-', ''), '_', '')) m
  WHERE m.file IS NOT NULL ORDER BY m.file) n
WHERE EXISTS (SELECT 1 FROM library WHERE loaded AND abi = 'arm64-v8a') AND EXISTS (SELECT 1 FROM library WHERE loaded AND abi = 'armeabi-v7a')
  AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.effect = 'unread' AND (u.path GLOB 'lib/*'
    OR (u.path = '' AND u.id NOT IN ('limit.asn1', 'limit.entry-size', 'limit.signing-block-pairs'))))
GROUP BY '' HAVING min(n.is_there) = 0;

-- rule: android.runs-as-32-bit
-- verdict: reject
-- title: Phones of 64 bits run the app as 32-bit code, whatever 64-bit code it has
-- title.zh: 64 位手机会以 32 位方式运行该应用，即使其含有 64 位代码
-- detail.zh: android:use32bitAbi and multiArch => 清单声明 android:use32bitAbi 与 multiArch
-- detail.zh: RenderScript bitcode (*.bc) => 含有 RenderScript 字节码（*.bc）
-- detail.zh: RenderScript bitcode (*.bc); there is no native code => 含有 RenderScript 字节码（*.bc），无原生代码
-- fix: Take android:use32bitAbi and what is called *.bc out of the package.
-- fix.zh: 删除 android:use32bitAbi 以及安装包中的 *.bc 文件。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- per: build
-- hit: renderscript
-- miss: clean
-- PackageAbiHelperImpl.derivePackageAbi: of an app of several architectures the 32-bit one comes first where it asks for it; one that is not takes, with bitcode, the
-- architectures of 32 bits alone, and phones that have none refuse it (NativeLibraryHelper.hasRenderscriptBitcode). Browsers ask for it to have both.
SELECT p.app_id AS subject, 'android:use32bitAbi and multiArch' AS detail, p.path, 'review' AS verdict FROM package p
WHERE p.use_32_bit_abi AND p.multi_arch AND EXISTS (SELECT 1 FROM native_abi WHERE abi = 'arm64-v8a') AND EXISTS (SELECT 1 FROM native_abi WHERE abi = 'armeabi-v7a')
UNION ALL
SELECT p.app_id, 'RenderScript bitcode (*.bc)' || iif(EXISTS (SELECT 1 FROM native_abi), '', '; there is no native code'), r.path,
  iif(EXISTS (SELECT 1 FROM native_abi), 'reject', 'review')
FROM package r JOIN package p ON p.package = r.package OR r.split IS NOT NULL
WHERE r.renderscript AND p.split IS NULL AND p.multi_arch IS NOT 1
  AND EXISTS (SELECT 1 FROM native_abi WHERE abi = 'arm64-v8a') = EXISTS (SELECT 1 FROM native_abi WHERE abi = 'armeabi-v7a');

-- rule: android.no-arm
-- verdict: reject
-- title: Native code, and none of it for phones: they do not install the app
-- title.zh: 含有原生代码但均不适用于手机，手机无法安装
-- detail.zh: only for %s; with RenderScript bitcode (*.bc) 64-bit phones look for 32-bit code => 仅有 %s；含有 RenderScript 字节码（*.bc），64 位手机因此只查找 32 位代码
-- detail.zh: only for %s => 仅有 %s
-- fix: Add native libraries for arm64-v8a.
-- fix.zh: 提供 arm64-v8a 的原生库。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- per: build
-- hit: no-arm
-- miss: clean
-- NativeLibraryHelper.findSupportedAbi: what has libraries, and none in the folder of an architecture of the phone's, is not installed
-- (INSTALL_FAILED_NO_MATCHING_ABIS). Cars and TV sets may have other processors.
SELECT p.app_id AS subject, 'only for ' || group_concat(DISTINCT a.abi) || iif(max(a.is_64), '; with RenderScript bitcode (*.bc) 64-bit phones look for 32-bit code', '') AS detail,
  p.path, iif(p.device IN ('automotive', 'tv'), 'review', 'reject') AS verdict
FROM package p JOIN (SELECT abi, abi = 'arm64-v8a' AS is_64 FROM native_abi) a ON 1
WHERE p.split IS NULL AND NOT EXISTS (SELECT 1 FROM package o WHERE o.split IS NULL AND o.package < p.package)
  AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.effect = 'unread' AND u.path = '' AND u.id NOT IN ('limit.asn1', 'limit.entry-size', 'limit.signing-block-pairs'))
GROUP BY p.package
HAVING max(a.abi IN ('arm64-v8a', 'armeabi-v7a')) = 0
  OR (max(a.abi = 'armeabi-v7a') = 0 AND p.multi_arch IS NOT 1 AND EXISTS (SELECT 1 FROM package r WHERE r.renderscript));

-- rule: elf.page-size-16k
-- verdict: notice
-- title: A library that phones with 16 KB pages cannot load
-- title.zh: 原生库不兼容 16 KB 内存页
-- detail.zh: segments aligned to %d KB => 段按 %d KB 对齐
-- detail.zh: its RELRO region ends inside a 16 KB page with data behind it => RELRO 区域止于 16 KB 内存页之中，其后另有数据
-- detail.zh: stored in the package on a boundary of %d bytes => 在安装包内按 %d 字节对齐存放
-- fix: Link native libraries with segments aligned to 16 KB.
-- fix.zh: 以 16 KB 段对齐方式重新链接原生库。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: page-size-4k
-- miss: clean
SELECT l.path AS subject, CASE
    WHEN l.segment_alignment < 16384 THEN 'segments aligned to ' || (l.segment_alignment / 1024) || ' KB'
    WHEN l.relro_aligned_16k = 0 THEN 'its RELRO region ends inside a 16 KB page with data behind it'
    ELSE 'stored in the package on a boundary of ' || l.zip_alignment || ' bytes' END AS detail, l.path
FROM library l WHERE l.page_size < 16384 AND l.loaded AND l.abi IN ('arm64-v8a', 'x86_64', 'riscv64');

-- rule: elf.execstack
-- verdict: notice
-- title: A library asks for an executable stack, which Android's linker does not give it
-- title.zh: 原生库要求可执行栈（Android 链接器不会提供）
-- fix: Link the library without an executable stack (-z noexecstack).
-- fix.zh: 重新链接该库，取消可执行栈（-z noexecstack）。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: code-careless
-- miss: clean
SELECT path AS subject, path FROM library WHERE nx = 0;

-- rule: elf.textrel
-- verdict: notice
-- title: A library changes its own code when it is loaded, which Android 6 and later refuse
-- title.zh: 原生库含代码段重定位，Android 6 及以上拒绝加载
-- fix: Build the library as position-independent code (-fPIC).
-- fix.zh: 以位置无关代码（-fPIC）重新编译该库。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: code-careless
-- miss: clean
SELECT path AS subject, path FROM library WHERE text_relocations = 1;

-- rule: elf.rpath
-- verdict: notice
-- title: A library names folders to load others from
-- title.zh: 原生库指定了加载目录
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: code-careless
-- miss: clean
SELECT path AS subject, runpath AS detail, path FROM library WHERE runpath <> '';

-- rule: dex.version-too-new
-- verdict: review
-- title: Code that the oldest Android versions of the package do not load
-- title.zh: 代码版本过新，所支持的较低版本 Android 无法加载
-- detail.zh: DEX version %s, which Android before %s does not load: minimum SDK %d => DEX 版本 %s，Android %s 之前的版本无法加载：最低 SDK 为 %d
-- fix: Build the code for the minSdkVersion of the manifest, or raise minSdkVersion to the first version that loads it.
-- fix.zh: 按清单的 minSdkVersion 重新编译代码，或将 minSdkVersion 提高到能够加载该代码的首个版本。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: dex-too-new
-- miss: clean
-- The runtime opens no file of a version that it does not know (art, StandardDexFile::kDexMagicVersions); what none knows is dex.version-unknown. 040 came
-- after Android 10 had been branched. For which versions a split is, nobody knows without its base; a package for an unreleased Android is for none of these.
-- What stands behind a gap no phone opens.
SELECT p.app_id AS subject, 'DEX version ' || max(d.version) || ', which Android before ' || a.version || ' does not load: minimum SDK ' || coalesce(p.min_sdk, 1) AS detail,
  d.path
FROM package p JOIN dex d ON d.package = p.package
JOIN (SELECT '037' AS version, 24 AS api UNION ALL VALUES ('038', 26), ('039', 28), ('040', 30), ('041', 35)) f ON f.version = d.version
JOIN android_versions a ON a.api = f.api
WHERE p.format = 'apk' AND p.app_id IS NOT NULL AND d.path <> '' AND d.version IN ('037', '038', '039', '040', '041')
  AND coalesce(p.min_sdk, iif(p.split IS NULL, 1, 99)) < f.api
  AND NOT EXISTS (SELECT 1 FROM anomaly g WHERE g.package = d.package AND (g.id = 'manifest.sdk-codename' OR (g.id = 'dex.gap' AND g.path = d.path)))
GROUP BY p.package;

-- rule: packer.known
-- subject: catalogue
-- verdict: notice
-- title: The code is packed by a known product
-- title.zh: 应用已使用已知加固产品
-- detail.zh: %s; no version of the app was listed before => %s；此前没有版本上架，代码不可见
-- detail.zh: %s: %s => %s：%s
-- fix: Say in the form (explanations) which edition of the product it is and who hardened the app, or hand in the app without it.
-- fix.zh: 在表单的 explanations 中说明加固产品的版本与加固单位，或改为提交未加固的安装包。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: packed-jiagu, packed-jiagu after packed-jiagu
-- miss: packed-by-name
-- A product is known by names, which anybody can write, and what it hides nobody has seen: who packs so is known from the first listed version on (packer.changed,
-- history.signer-changed). A shell with the app's code beside it hides nothing. What is listed is new no more: to a patrol it is a notice.
SELECT k.name AS subject, k.said || iif(k.is_new, '; no version of the app was listed before', '') AS detail, k.path, iif(k.is_new, 'review', 'notice') AS verdict
FROM (SELECT r.name, coalesce(r.vendor || ': ', '') || coalesce(r.evidence, '') AS said, r.path, max(EXISTS (SELECT 1 FROM run WHERE mode = 'gate') AND NOT EXISTS (SELECT 1 FROM previous_package)
    AND (r.kind <> 'shell' OR EXISTS (SELECT 1 FROM component c JOIN package p ON p.package = c.package
      WHERE c.kind <> 'alias' AND (p.package = r.package OR p.split IS NOT NULL) GROUP BY p.package
      HAVING 2 * sum(EXISTS (SELECT 1 FROM undefined_class n WHERE n.package = c.package AND n.name = c.name)) > count(*)))) AS is_new
  FROM packer r WHERE r.proven AND r.kind IN ('packer', 'protector', 'shell') GROUP BY r.name, r.path) k;

-- rule: packer.changed
-- subject: catalogue
-- verdict: review
-- title: The packer is another one than in the version before
-- title.zh: 加固产品与上一版本不同
-- detail.zh: before: %s => 此前为 %s
-- detail.zh: not packed before => 此前未加固
-- fix: Say in the form (explanations) why the hardening product was changed, or use the one of before.
-- fix.zh: 在表单的 explanations 中说明更换加固产品的原因，或恢复使用原加固产品。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: packed-legu after packed-jiagu
-- miss: packed-jiagu after packed-jiagu
-- Each file is compared with those of its role, else with all; and with splits, which are installed beside any.
SELECT k.name AS subject, coalesce('before: ' || (SELECT group_concat(DISTINCT b.name) FROM previous_packer b JOIN previous_package o ON o.package = b.package
    WHERE b.proven AND b.kind IN ('packer', 'protector', 'shell')
      AND (o.split IS NOT NULL OR o.role = p.role OR NOT EXISTS (SELECT 1 FROM previous_package x WHERE x.role = p.role))),
  'not packed before') AS detail, k.path
FROM packer k JOIN package p ON p.package = k.package JOIN previous_package v ON v.package = 0
WHERE k.proven AND k.kind IN ('packer', 'protector', 'shell')
  AND NOT EXISTS (SELECT 1 FROM previous_packer b JOIN previous_package o ON o.package = b.package WHERE b.name = k.name AND b.proven
      AND (o.split IS NOT NULL OR o.role = p.role OR NOT EXISTS (SELECT 1 FROM previous_package x WHERE x.role = p.role)))
GROUP BY k.name, k.path, p.role;

-- rule: packer.gone
-- subject: catalogue
-- verdict: notice
-- title: The version before was packed by a product that this one is not packed by
-- title.zh: 上一版本使用的加固产品在本版本中已不再使用
-- detail.zh: not packed now => 现未加固
-- detail.zh: now: %s => 现为 %s
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: clean after packed-jiagu
-- miss: packed-legu after packed-jiagu
-- Where another one came instead, that is packer.changed. As there, files are compared by role, and splits are beside any.
SELECT b.name AS subject, coalesce('now: ' || (SELECT group_concat(DISTINCT k.name) FROM packer k JOIN package q ON q.package = k.package
    WHERE k.proven AND k.kind IN ('packer', 'protector', 'shell') AND (q.package = p.package OR q.split IS NOT NULL OR p.split IS NOT NULL)),
  'not packed now') AS detail, p.path
FROM previous_packer b JOIN previous_package o ON o.package = b.package
JOIN package p ON p.role = o.role OR (p.split IS NULL AND NOT EXISTS (SELECT 1 FROM package x WHERE x.role = o.role))
WHERE b.proven AND b.kind IN ('packer', 'protector', 'shell')
  AND NOT EXISTS (SELECT 1 FROM packer k JOIN package q ON q.package = k.package
      WHERE k.proven AND (k.name = b.name OR (k.kind IN ('packer', 'protector', 'shell') AND NOT EXISTS (SELECT 1 FROM previous_packer a WHERE a.proven AND a.name = k.name)))
        AND (q.package = p.package OR q.split IS NOT NULL OR p.split IS NOT NULL))
GROUP BY b.name, p.package;

-- rule: packer.unknown
-- verdict: review
-- title: The code that the manifest names is not in the DEX files: it is packed by an unknown product
-- title.zh: 清单声明的代码不在 DEX 文件中，疑似使用未知加固
-- detail.zh: %d of %d classes that the manifest names are in no DEX file: %s and others => 清单所列的 %2$d 个类中有 %1$d 个不在任何 DEX 文件中：%3$s 等
-- detail.zh: %d of %d classes that the manifest names are in no DEX file: %s => 清单所列的 %2$d 个类中有 %1$d 个不在任何 DEX 文件中：%3$s
-- fix: Say in the form (explanations) which hardening product this is, or hand in the app without it.
-- fix.zh: 在表单的 explanations 中说明所用加固产品，或改为提交未加固的安装包。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: code-hidden
-- miss: code-stale
-- Which classes count is decided where code_visible is derived. A manifest that was not read whole may name a product that is known; so does
-- the library of one in a split. Where phones refuse the package for want of classes.dex, that says it.
SELECT p.app_id AS subject, count(*) || ' of ' ||
    (SELECT count(*) FROM (SELECT name FROM component c WHERE c.package = p.package AND c.kind <> 'alias'
      UNION SELECT r.application_class FROM process r WHERE r.package = p.package
      UNION SELECT p.application_class UNION SELECT p.component_factory UNION SELECT p.zygote_preload UNION SELECT p.backup_agent)
      WHERE name NOT IN (SELECT f.name FROM framework_classes f)) ||
    ' classes that the manifest names are in no DEX file: ' ||
    coalesce(max(iif(n.name = p.application_class, n.name, NULL)), max(iif(n.name = p.component_factory, n.name, NULL)),
      max(iif(n.name = p.main_component, n.name, NULL)), min(n.name)) ||
    iif(count(*) > 1, ' and others', '') AS detail, p.path
FROM package p JOIN undefined_class n ON n.package = p.package AND n.name NOT IN (SELECT f.name FROM framework_classes f)
WHERE p.format = 'apk' AND p.code_visible = 0
  AND NOT EXISTS (SELECT 1 FROM packer k JOIN package q ON q.package = k.package
    WHERE (k.proven OR k.claimed) AND k.kind IN ('packer', 'protector', 'shell') AND (q.package = p.package OR q.split IS NOT NULL OR p.split IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.package = p.package AND (u.id = 'dex.missing' OR (u.effect = 'unread' AND u.path = 'AndroidManifest.xml')))
GROUP BY p.package;

-- rule: packer.claimed
-- subject: catalogue
-- verdict: review
-- title: Code is hidden behind the name of a hardening product, of which nothing else is there
-- title.zh: 代码以某加固产品的名义隐藏，但未见该产品的其他痕迹
-- fix: Say in the form (explanations) which hardening product this is, or hand in the app without it.
-- fix.zh: 在表单的 explanations 中说明所用加固产品，或改为提交未加固的安装包。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: packed-claimed
-- miss: packed-jiagu
-- A product leaves its class, its library and files of its own; one name is easily taken. Of some products the catalogue knows but one, so that
-- it is looked at once per app.
SELECT k.name AS subject, coalesce(k.vendor || ': ', '') || coalesce(k.evidence, '') AS detail, k.path,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.subject = k.name AND f.rule = 'packer.claimed' AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM packer k WHERE k.claimed
GROUP BY k.name, k.path;

-- rule: hot-update.first-seen
-- subject: catalogue
-- verdict: review
-- title: A hot-update or plug-in framework, seen for the first time in this app
-- title.zh: 首次发现热更新或插件化框架
-- fix: Say in the form (explanations) what hot updates are used for, and undertake there to submit changed functions before they go out.
-- fix.zh: 在表单的 explanations 中说明热更新的用途，并承诺功能变更先行提交审核。
-- class: remote
-- basis: licence-16.11, miit-2016-407
-- platform: android
-- when: gate
-- hit: hot-update-tinker after clean
-- miss: hot-update-tinker after clean after hot-update-tinker
-- Once per app: not when it comes back after versions without it.
SELECT DISTINCT k.name AS subject, coalesce(k.vendor || ': ', '') || coalesce(k.evidence, '') AS detail, k.path FROM packer k
WHERE k.kind IN ('hot-update', 'plugin')
  AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.subject = k.name AND f.rule = 'hot-update.first-seen' AND f.verdict <> 'notice');

-- rule: hot-update.present
-- subject: catalogue
-- verdict: notice
-- title: The app can change its code without an update
-- title.zh: 应用可绕过更新变更代码
-- class: remote
-- basis: licence-16.11
-- platform: android
-- hit: hot-update-tinker
-- miss: clean
SELECT DISTINCT k.name AS subject, coalesce(k.evidence, '') AS detail, k.path FROM packer k WHERE k.kind IN ('hot-update', 'plugin');

-- rule: repackager.present
-- subject: catalogue
-- verdict: reject
-- title: Traces of a tool that puts other code into a finished app and hides from it that it was changed
-- title.zh: 含有重打包工具的痕迹：此类工具向成品应用注入代码，并使其无法发现签名已变
-- fix: Hand in the app as its developer built it.
-- fix.zh: 提交由开发者自行构建、未经改包的安装包。
-- class: fraud
-- basis: licence-16.11
-- platform: android
-- hit: repackaged
-- miss: clean
-- Where only a file has the name of one, a person looks.
SELECT k.name AS subject, coalesce(k.vendor || ': ', '') || coalesce(k.evidence, '') AS detail, k.path, iif(k.proven, 'reject', 'review') AS verdict
FROM packer k WHERE k.kind = 'repackager'
GROUP BY k.name, k.path;

-- rule: repackager.original-inside
-- verdict: review
-- title: The app is inside itself, signed by another
-- title.zh: 内含包名相同、签名者不同的安装包
-- fix: Hand in the app as its developer built it.
-- fix.zh: 提交由开发者自行构建、未经改包的安装包。
-- class: fraud
-- basis: licence-16.11
-- platform: android
-- hit: inner-original
-- miss: inner-plugin
-- Who signs a finished app anew keeps the original for its own check of signatures.
SELECT n.app_id AS subject, n.version_name AS detail, n.path
FROM nested_package n JOIN package p ON p.package = n.package AND p.app_id = n.app_id
WHERE EXISTS (SELECT 1 FROM nested_certificate c WHERE c.package = n.package AND c.path = n.path)
  AND NOT EXISTS (SELECT 1 FROM nested_certificate c JOIN certificate k ON k.package = c.package AND k.spki_sha256 = c.spki_sha256 WHERE c.package = n.package AND c.path = n.path);

-- rule: code.xposed-module
-- verdict: review
-- title: A module of Xposed, which changes other apps while they run
-- title.zh: Xposed 模块，可在运行时修改其他应用
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: xposed-module
-- miss: clean
SELECT NULL AS subject, m.name AS detail, m.path FROM meta_data m WHERE coalesce(m.component, '') = '' AND m.name = 'xposedmodule'
UNION ALL
SELECT NULL, e.path, e.path FROM entry e WHERE e.path = 'assets/xposed_init' AND NOT EXISTS (SELECT 1 FROM meta_data m WHERE m.package = e.package AND coalesce(m.component, '') = '' AND m.name = 'xposedmodule')
UNION ALL
SELECT NULL, e.path, e.path FROM entry e WHERE e.path = 'META-INF/xposed/java_init.list'
UNION ALL
SELECT NULL, e.path, e.path FROM entry e WHERE e.path = 'META-INF/xposed/native_init.list' AND NOT EXISTS (SELECT 1 FROM entry j WHERE j.package = e.package AND j.path = 'META-INF/xposed/java_init.list');

-- rule: channel.present
-- subject: catalogue
-- verdict: notice
-- title: The package is marked for a distribution channel
-- title.zh: 安装包带有渠道标识
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: channel-walle
-- miss: clean
SELECT DISTINCT k.name AS subject, coalesce(k.evidence, '') AS detail, k.path FROM packer k WHERE k.kind = 'channel';
