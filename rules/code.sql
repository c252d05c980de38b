-- Native libraries, DEX files, packers and frameworks.

-- rule: android.no-64-bit
-- verdict: reject
-- title: Native code for 32-bit phones without its 64-bit build
-- title.zh: 32 位原生代码没有对应的 64 位版本
-- fix: Add 64-bit builds (arm64-v8a) of every native library.
-- fix.zh: 为所有原生库提供 64 位（arm64-v8a）版本。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: no-64-bit
-- miss: clean
-- The library that is missing may be one in its folder that was not read; not in what of the package itself is its signing block.
-- Of each architecture: an x86_64 library is none for phones with ARM. Where x86 alone lacks its 64-bit build, which no phone has, it is said.
SELECT (SELECT min(app_id) FROM package) AS subject, group_concat(DISTINCT l.abi) AS detail,
  iif(max(l.abi IN ('arm64-v8a', 'x86_64', 'riscv64', 'mips64')) AND NOT (max(l.abi = 'armeabi-v7a') > max(l.abi = 'arm64-v8a')), 'notice', 'reject') AS verdict
FROM library l WHERE l.loaded AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.effect = 'unread'
    AND (u.path GLOB 'lib/' || CASE l.abi WHEN 'armeabi-v7a' THEN 'arm64-v8a' WHEN 'x86' THEN 'x86_64' WHEN 'mips' THEN 'mips64' END || '/*'
      OR (u.path = '' AND u.id NOT IN ('limit.asn1', 'limit.entry-size', 'limit.signing-block-pairs'))))
HAVING max(l.abi = 'armeabi-v7a') > max(l.abi = 'arm64-v8a') OR max(l.abi = 'x86') > max(l.abi = 'x86_64') OR max(l.abi = 'mips') > max(l.abi = 'mips64');

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
SELECT path AS subject, runpath AS detail, path FROM library WHERE runpath IS NOT NULL AND runpath <> '';

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
-- verdict: notice
-- title: The code is packed by a known product
-- title.zh: 应用已使用已知加固产品
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: packed-jiagu
-- miss: packed-by-name
SELECT DISTINCT k.name AS subject, coalesce(k.vendor || ': ', '') || coalesce(k.evidence, '') AS detail, k.path FROM packer k
WHERE k.proven AND k.kind IN ('packer', 'protector', 'shell');

-- rule: packer.changed
-- verdict: review
-- title: The packer is another one than in the version before
-- title.zh: 加固产品与上一版本不同
-- detail.zh: before: %s => 此前为 %s
-- detail.zh: not packed before => 此前未加固
-- fix: Say why the hardening product was changed, or use the one of before.
-- fix.zh: 说明更换加固产品的原因，或恢复使用原加固产品。
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
-- fix: Say which hardening product this is, and hand in the package before hardening.
-- fix.zh: 说明所用加固产品，并提交加固前的安装包。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: code-hidden
-- miss: code-stale
-- Which classes count is decided where code_visible is derived. A manifest that was not read whole may name a product that is known; so does
-- the library of one in a split. Where phones refuse the package for want of classes.dex, that says it.
SELECT p.app_id AS subject, count(*) || ' of ' ||
    (SELECT count(*) FROM (SELECT name FROM component c WHERE c.package = p.package AND c.kind <> 'alias'
      UNION SELECT r.application_class FROM process r WHERE r.package = p.package AND r.application_class IS NOT NULL
      UNION SELECT p.application_class WHERE p.application_class IS NOT NULL UNION SELECT p.component_factory WHERE p.component_factory IS NOT NULL
      UNION SELECT p.zygote_preload WHERE p.zygote_preload IS NOT NULL UNION SELECT p.backup_agent WHERE p.backup_agent IS NOT NULL)
      WHERE name NOT IN (SELECT f.name FROM framework_classes f)) ||
    ' classes that the manifest names are in no DEX file: ' ||
    coalesce(max(iif(n.name = p.application_class, n.name, NULL)), max(iif(n.name = p.component_factory, n.name, NULL)),
      max(iif(n.name = p.main_component, n.name, NULL)), min(n.name)) ||
    iif(count(*) > 1, ' and others', '') AS detail, p.path
FROM package p JOIN undefined_class n ON n.package = p.package AND n.name NOT IN (SELECT f.name FROM framework_classes f)
WHERE p.format = 'apk' AND p.code_visible = 0
  AND NOT EXISTS (SELECT 1 FROM packer k JOIN package q ON q.package = k.package
    WHERE k.proven AND k.kind IN ('packer', 'protector', 'shell') AND (q.package = p.package OR q.split IS NOT NULL OR p.split IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.package = p.package AND (u.id = 'dex.missing' OR (u.effect = 'unread' AND u.path = 'AndroidManifest.xml')))
GROUP BY p.package;

-- rule: hot-update.first-seen
-- verdict: review
-- title: A hot-update or plug-in framework, seen for the first time in this app
-- title.zh: 首次发现热更新或插件化框架
-- fix: Say what hot updates are used for, and undertake to submit changed functions before they go out.
-- fix.zh: 说明热更新的用途，并承诺功能变更先行提交审核。
-- class: remote
-- basis: licence-16.11, miit-2016-407
-- platform: android
-- when: gate
-- hit: hot-update-tinker after clean
-- miss: hot-update-tinker after clean after hot-update-tinker
-- Once per app: not when it comes back after versions without it.
SELECT DISTINCT k.name AS subject, coalesce(k.vendor || ': ', '') || coalesce(k.evidence, '') AS detail, k.path FROM packer k
WHERE k.kind IN ('hot-update', 'plugin')
  AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.subject = k.name AND f.rule IN ('hot-update.first-seen', 'hot-update.present'));

-- rule: hot-update.present
-- verdict: notice
-- title: The app can change its code without an update
-- title.zh: 应用可绕过更新变更代码
-- class: remote
-- basis: licence-16.11
-- platform: android
-- hit: hot-update-tinker
-- miss: clean
SELECT DISTINCT k.name AS subject, coalesce(k.evidence, '') AS detail, k.path FROM packer k WHERE k.kind IN ('hot-update', 'plugin');

-- rule: channel.present
-- verdict: notice
-- title: The package is marked for a distribution channel
-- title.zh: 安装包带有渠道标识
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: channel-walle
-- miss: clean
SELECT DISTINCT k.name AS subject, coalesce(k.evidence, '') AS detail, k.path FROM packer k WHERE k.kind = 'channel';
