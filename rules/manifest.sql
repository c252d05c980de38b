-- What the manifest of an Android package declares.

-- rule: manifest.debuggable
-- verdict: reject
-- title: The app is debuggable
-- title.zh: 应用可被调试
-- detail.zh: android:debuggable is true => android:debuggable 为 true
-- fix: Build a release package: android:debuggable must not be true.
-- fix.zh: 提交正式版安装包：android:debuggable 不得为 true。
-- class: quality
-- basis: licence-16.11, masvs-resilience
-- platform: android
-- hit: debuggable
-- miss: clean
SELECT app_id AS subject, 'android:debuggable is true' AS detail, path FROM package WHERE debuggable = 1;

-- rule: manifest.test-only
-- verdict: reject
-- title: The app is for tests only
-- title.zh: 应用仅供测试
-- detail.zh: android:testOnly is true => android:testOnly 为 true
-- fix: Build a release package: android:testOnly must not be true.
-- fix.zh: 提交正式版安装包：android:testOnly 不得为 true。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: test-only
-- miss: clean
SELECT app_id AS subject, 'android:testOnly is true' AS detail, path FROM package WHERE test_only = 1;

-- rule: manifest.low-target
-- verdict: reject
-- title: The target SDK is below policy
-- title.zh: 目标 SDK 版本低于要求
-- detail.zh: target SDK %d, the policy asks for %d since %s => 目标 SDK 为 %1$d，自 %3$s 起要求不低于 %2$d
-- fix: Raise targetSdkVersion to what the store asks for.
-- fix.zh: 将 targetSdkVersion 提高到本平台要求的级别。
-- class: quality
-- basis: licence-16.11, gbt-41391-6.5
-- platform: android
-- hit: low-target
-- miss: clean
-- Without uses-sdk the phone takes 1; in a manifest that was not read whole there may be one. Of a split its base says it. A codename is no number:
-- manifest.sdk-codename says it, and what stands here as the target is the minimum.
SELECT p.app_id AS subject, 'target SDK ' || coalesce(p.target_sdk, 1) || ', the policy asks for ' || s.least || ' since ' || s.since AS detail, p.path
FROM package p,
  (SELECT CAST(value AS INTEGER) AS least, substr(name, 12) AS since FROM policy, run
   WHERE name LIKE 'target_sdk.%' AND substr(name, 12) <= run.today ORDER BY name DESC LIMIT 1) s
WHERE p.app_id IS NOT NULL AND p.split IS NULL AND coalesce(p.target_sdk, iif(EXISTS (SELECT 1 FROM anomaly u WHERE u.package = p.package AND u.effect = 'unread' AND u.path = 'AndroidManifest.xml'), NULL, 1)) < s.least
  AND NOT (p.target_sdk IS p.min_sdk AND EXISTS (SELECT 1 FROM anomaly g WHERE g.package = p.package AND g.id = 'manifest.sdk-codename'));

-- rule: manifest.exported-missing
-- verdict: reject
-- title: A component with an intent filter does not say whether it is exported, which Android 12 and later refuse
-- title.zh: 带 intent-filter 的组件未声明 exported，Android 12 及以上拒绝安装
-- detail.zh: activity => Activity
-- detail.zh: service => 服务
-- detail.zh: receiver => 广播接收器
-- detail.zh: provider => 内容提供者
-- detail.zh: alias => Activity 别名
-- fix: Set android:exported on every component with an intent filter.
-- fix.zh: 为每个带 intent-filter 的组件明确设置 android:exported。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: exported-missing
-- miss: clean
SELECT DISTINCT c.name AS subject, c.kind AS detail, c.path
FROM component c JOIN package p ON p.package = c.package
WHERE p.target_sdk >= 31 AND c.exported_declared = 0 AND c.exported = 1 AND c.kind <> 'provider';

-- rule: manifest.shared-uid
-- verdict: reject
-- title: The app asks for a user id of the system
-- title.zh: 应用申请使用系统用户标识
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: shared-uid
-- miss: clean
-- Phones that have a package of that user refuse it of another signer (INSTALL_FAILED_SHARED_USER_INCOMPATIBLE). Not all have Google's.
SELECT p.app_id AS subject, p.shared_user_id AS detail, p.path, iif(min(coalesce(k.phones, '')) = 'Google', 'review', 'reject') AS verdict
FROM package p LEFT JOIN android_packages k ON k.shared_user_id = p.shared_user_id AND k.shared_user_id <> ''
WHERE k.package IS NOT NULL OR p.shared_user_id LIKE 'android.uid.%' OR p.shared_user_id = 'android' GROUP BY p.package;

-- rule: manifest.platform-package
-- verdict: review
-- title: The app has the name of a package of the platform's or a maker's, or of a well-known app
-- title.zh: 应用使用系统组件、厂商组件或知名应用的包名
-- detail.zh: every phone has it, and refuses one of another signer => 所有手机均预装该包，签名不同的安装包会被拒绝
-- detail.zh: phones with Google services have it; on others apps ask it for sign-in and push => 带谷歌服务的手机预装该包；其他手机上，应用会向其请求登录与推送
-- detail.zh: phones of %s have it; on others apps ask it for sign-in, push and payment => %s 手机预装该包；其他手机上，应用会向其请求登录、推送与支付
-- detail.zh: it is %s but for case => 与 %s 仅大小写不同
-- detail.zh: other apps ask %s by it, for sign-in and payment => 其他应用凭此包名向%k请求登录与支付
-- detail.zh: it is the app of %s that is known by it => 该包名属于%k
-- fix: Give the app a name of your own.
-- fix.zh: 使用自有包名。
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: platform-package
-- miss: clean
-- Who makes phones, or the app, has such apps, and who has taken its name is not seen by it: what a person has once listed is a notice from then on.
SELECT k.app_id AS subject, CASE WHEN k.name <> k.app_id THEN 'it is ' || k.name || ' but for case' WHEN k.is_asked THEN 'other apps ask ' || k.app || ' by it, for sign-in and payment'
    WHEN k.app IS NOT NULL THEN 'it is the app of ' || k.app || ' that is known by it'
    WHEN k.phones = 'every' THEN 'every phone has it, and refuses one of another signer'
    WHEN k.phones = 'Google' THEN 'phones with Google services have it; on others apps ask it for sign-in and push'
    ELSE 'phones of ' || k.phones || ' have it; on others apps ask it for sign-in, push and payment' END AS detail, k.path,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'manifest.platform-package' AND f.subject = k.app_id AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT p.app_id, p.path, a.package AS name, a.phones, NULL AS app, 0 AS is_asked FROM package p JOIN android_packages a ON lower(a.package) = lower(p.app_id)
  UNION SELECT p.app_id, p.path, substr(s.packages, instr(' ' || lower(s.packages) || ' ', ' ' || lower(p.app_id) || ' '), length(p.app_id)), NULL, s.app, max(s.is_asked)
    FROM package p JOIN (SELECT app, packages, 1 AS is_asked FROM app_schemes UNION SELECT app, packages, 0 FROM app_hosts UNION SELECT app, packages, 0 FROM known_apps) s ON instr(' ' || lower(s.packages) || ' ', ' ' || lower(p.app_id) || ' ') > 0
    GROUP BY p.app_id, p.path, s.app) k
GROUP BY k.app_id;

-- rule: android.shared-user-id
-- verdict: notice
-- title: The app shares its user id with other apps of the same signer
-- title.zh: 应用与同签名的其他应用共享用户标识
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: manifest-careless
-- miss: clean
SELECT app_id AS subject, shared_user_id AS detail, path FROM package
WHERE shared_user_id NOT LIKE 'android.uid.%' AND shared_user_id <> 'android' AND shared_user_id NOT IN (SELECT k.shared_user_id FROM android_packages k);

-- rule: manifest.permission-hijack
-- subject: catalogue
-- verdict: reject
-- title: The app defines a permission of the platform
-- title.zh: 应用重新定义系统权限
-- detail.zh: protection level %s => 保护级别为%t
-- detail.zh: normal => 普通
-- detail.zh: dangerous => 危险
-- detail.zh: signature => 签名
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: permission-redefinition
-- miss: clean
SELECT DISTINCT d.name AS subject, 'protection level ' || coalesce(d.level, 'normal') AS detail, d.path
FROM permission_definition d
WHERE EXISTS (SELECT 1 FROM android_permissions a WHERE a.name = d.name)
  OR EXISTS (SELECT 1 FROM android_health_permissions h WHERE h.name = d.name);

-- rule: manifest.permission-not-yet
-- verdict: review
-- title: The app defines a permission under a name of the platform's, a known package's or another developer's listed app's, which none of those that are known has
-- title.zh: 应用以系统、已知应用或其他开发者已上架应用的名义定义其尚无的权限
-- detail.zh: protection level %s => 保护级别为%t
-- detail.zh: protection level %s, below %s => 保护级别为%t，位于 %s 之下
-- detail.zh: normal => 普通
-- detail.zh: dangerous => 危险
-- detail.zh: signature => 签名
-- fix: Give the permission a name that begins with your package name.
-- fix.zh: 权限名称以自身包名开头。
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: permission-redefinition
-- miss: permission-group
-- Who defines a name before the version that brings it holds it then as he defined it (Pileup), or keeps the package of that name off the phone. What is below the app id is its own, but
-- for android and for what an app that is known has below it. Until it was listed so.
SELECT d.name AS subject, 'protection level ' || d.level || coalesce(', below ' || d.below, '') AS detail, d.path,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'manifest.permission-not-yet' AND f.subject = d.name AND f.verdict <> 'notice'
    AND instr('; ' || f.detail || ';', '; protection level ' || d.level || coalesce(', below ' || d.below, '') || ';') > 0), 'notice', 'review') AS verdict
FROM (SELECT d.name, d.path, coalesce(d.level, 'normal') AS level, nullif(max(k.package), 'android') AS below
  FROM permission_definition d JOIN package p ON p.package = d.package
  LEFT JOIN (SELECT package FROM android_packages UNION SELECT value FROM listed_elsewhere WHERE kind = 'permission_definition_below' AND same_developer = '' AND same_signer = ''
    UNION SELECT package FROM (WITH RECURSIVE s(package, rest) AS (SELECT '', packages FROM app_schemes UNION SELECT '', packages FROM app_hosts UNION SELECT '', packages FROM known_apps
      UNION SELECT substr(rest, 1, instr(rest || ' ', ' ') - 1), substr(rest, instr(rest || ' ', ' ') + 1) FROM s WHERE rest <> '') SELECT package FROM s WHERE package <> '')) k ON substr(d.name, 1, length(k.package) + 1) = k.package || '.'
  WHERE (d.name GLOB 'android.*' OR ((d.name GLOB 'com.android.*' OR k.package IS NOT NULL) AND (substr(d.name, 1, length(p.app_id) + 1) <> p.app_id || '.' OR substr(k.package, 1, length(p.app_id) + 1) = p.app_id || '.')))
    AND NOT EXISTS (SELECT 1 FROM android_permissions a WHERE a.name = d.name)
    AND NOT EXISTS (SELECT 1 FROM android_health_permissions h WHERE h.name = d.name)
    AND NOT EXISTS (SELECT 1 FROM vendor_permissions v WHERE d.name GLOB v.name AND v.name NOT GLOB '[*]*')
  GROUP BY d.name, d.path) d;

-- rule: manifest.permission-group-hijack
-- verdict: reject
-- title: The app defines a permission group of the platform
-- title.zh: 应用重新定义系统权限组
-- fix: Give the group a name of your own, or take it out.
-- fix.zh: 权限组使用自有名称，或删除该权限组。
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: permission-group
-- miss: permission-redefinition
-- The platform's stays; from Android 12 on phones refuse the package, by its target. A name that only former or no versions have is looked at.
SELECT DISTINCT d.name AS subject, d.path,
  iif(d.name = 'android.permission-group.HEALTH' OR EXISTS (SELECT 1 FROM android_permission_groups g WHERE g.name = d.name), 'reject', 'review') AS verdict
FROM permission_group_definition d WHERE d.name GLOB 'android.permission-group.*';

-- rule: manifest.permission-in-platform-group
-- verdict: review
-- title: The app puts a dangerous permission of its own into a permission group of the platform
-- title.zh: 应用将自定义的危险权限归入系统权限组
-- fix: Take android:permissionGroup out of the permission, or give it a group of your own.
-- fix.zh: 删除该权限的 android:permissionGroup，或使用自有权限组。
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: permission-group
-- miss: permission-redefinition
-- Users answer for the group: before Android 10 who allows the one has allowed the others.
SELECT DISTINCT d.name AS subject, d.permission_group AS detail, d.path
FROM permission_definition d
WHERE d.level GLOB 'dangerous*' AND d.permission_group <> 'android.permission-group.UNDEFINED'
  AND (d.permission_group = 'android.permission-group.HEALTH' OR EXISTS (SELECT 1 FROM android_permission_groups g WHERE g.name = d.permission_group))
  AND NOT EXISTS (SELECT 1 FROM android_permissions a WHERE a.name = d.name);

-- rule: manifest.permission-tree
-- verdict: review
-- title: The app claims a permission tree over names that are not its own
-- title.zh: 应用声明的权限树覆盖不属于自身的权限名称
-- detail.zh: names of the platform => 系统权限名称
-- detail.zh: names of a vendor => 厂商权限名称
-- detail.zh: names beside %s => 不在 %s 之下
-- detail.zh: names of %s => 应用 %s 的权限名称
-- fix: Let the tree's name begin with your package name, or take it out.
-- fix.zh: 权限树名称以自身包名开头，或删除该权限树。
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: permission-group
-- miss: permission-redefinition
-- Nobody else can define what stands below a tree. What an app is called anybody chooses: names that are known, and those of other developers' listed apps, come before
-- what stands below the app id. A tree over a name is the name up to a dot, or whole. But for the platform's, what a person has once listed is a notice from then on.
SELECT t.name AS subject, CASE t.whose WHEN 'platform' THEN 'names of the platform' WHEN 'vendor' THEN 'names of a vendor' WHEN 'beside' THEN 'names beside ' || t.app_id
    ELSE 'names of ' || t.others END AS detail, t.path,
  CASE WHEN t.whose = 'platform' THEN 'reject' WHEN EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'manifest.permission-tree' AND f.subject = t.name AND f.verdict <> 'notice')
    THEN 'notice' ELSE 'review' END AS verdict
FROM (
  SELECT DISTINCT r.name, r.path, p.app_id, e.others, CASE
    WHEN r.name = 'android' OR r.name GLOB 'android.*' OR r.name IN (WITH RECURSIVE a(name, rest) AS (
        SELECT '', name FROM android_permissions UNION SELECT name || iif(name = '', '', '.') || substr(rest, 1, instr(rest || '.', '.') - 1), substr(rest, instr(rest || '.', '.') + 1) FROM a WHERE rest <> '')
      SELECT name FROM a) THEN 'platform'
    WHEN r.name IN (WITH RECURSIVE v(name, rest) AS (SELECT '', name FROM vendor_permissions
        UNION SELECT name || iif(name = '', '', '.') || substr(rest, 1, instr(rest || '.', '.') - 1), substr(rest, instr(rest || '.', '.') + 1) FROM v WHERE rest <> '')
      SELECT name FROM v) THEN 'vendor'
    WHEN e.others IS NOT NULL THEN 'listed' WHEN e.value IS NOT NULL OR substr(r.name || '.', 1, length(p.app_id) + 1) = p.app_id || '.' THEN 'own' ELSE 'beside' END AS whose
  FROM permission_tree r JOIN package p ON p.package = r.package
  LEFT JOIN (SELECT value, min(iif('1' IN (same_developer, same_signer), NULL, app_id)) AS others FROM listed_elsewhere WHERE kind = 'package' GROUP BY value) e ON e.value = r.name
  WHERE p.app_id IS NOT NULL) t
WHERE t.whose <> 'own';

-- rule: permission.vendor-redefinition
-- verdict: review
-- title: The app defines a permission that belongs to a vendor's app
-- title.zh: 应用定义了属于厂商应用的权限
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: overlay
-- miss: clean
-- A * that stands for the id of the app that defines it is its own.
SELECT DISTINCT d.name AS subject, v.vendor AS detail, d.path
FROM permission_definition d JOIN package p ON p.package = d.package JOIN vendor_permissions v ON d.name GLOB v.name AND v.name NOT GLOB '[*]*'
  AND (d.name = v.name OR d.name <> replace(v.name, '*', coalesce(p.app_id, '')));

-- rule: manifest.task-affinity
-- verdict: review
-- title: An activity asks for a task of another app's name, into which phones up to Android 10 put it
-- title.zh: Activity 声明了其他应用的任务亲和性，Android 10 及以下的手机会将其放入该应用的任务
-- detail.zh: task %s => 任务 %s
-- detail.zh: task %s, to which it moves by itself => 任务 %s，且会自行移入
-- fix: Take android:taskAffinity out, or let it begin with your package name.
-- fix.zh: 删除 android:taskAffinity，或使用以自身包名开头的名称。
-- class: fraud
-- basis: licence-16.11, ydt-2439
-- platform: android
-- hit: task-affinity
-- miss: manifest-careless
-- What was shown last in that task is shown as the other app (StrandHogg). From Android 11 on tasks are told apart by whose they are (ActivityRecord.computeTaskAffinity).
-- What an app and its classes are called anybody chooses: apps that are known come before what stands below the app id, and of the same company are those that it
-- has listed. SDKs have names of their own, as words (jpush.custom) or with their classes; one that moves by itself is for a person to see all the same, whatever its name, until it was listed so.
SELECT min(t.name) AS subject, 'task ' || t.task_affinity || iif(max(t.moves), ', to which it moves by itself', '') AS detail, t.path,
  iif(max((t.is_platforms OR (t.min_sdk < 30 AND (t.moves OR t.is_others OR (t.is_app AND NOT EXISTS (SELECT 1 FROM sdks s WHERE instr(s.components, t.stem) > 0
      AND regexp('(?:^|;)([^;*\n]+)(?:;[^\n]*)?\n\1(?:[.][^\n]*)?\n\1[.]', s.components || char(10) || t.task_affinity || char(10) || t.name))))))
    AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'manifest.task-affinity' AND f.verdict <> 'notice'
      AND (instr('; ' || f.detail || ';', '; task ' || t.task_affinity || ', to which it moves by itself;') > 0 OR (NOT t.moves AND instr('; ' || f.detail || ';', '; task ' || t.task_affinity || ';') > 0)))), 'review', 'notice') AS verdict
FROM (SELECT c.name, c.task_affinity, c.path, coalesce(p.min_sdk, 1) AS min_sdk, coalesce(c.allow_task_reparenting, 0) AS moves, regexp('^[A-Za-z]\w*(?:[.][A-Za-z]\w*)+\z', c.task_affinity)
      AND (regexp('^[a-z]{2,4}[.]', c.task_affinity) OR NOT EXISTS (SELECT 1 FROM sdks s WHERE instr('.' || replace(s.components, ';', '.') || '.', '.' || substr(c.task_affinity, 1, instr(c.task_affinity, '.'))) > 0)) AS is_app,
    rtrim(substr(c.task_affinity, 1, instr(c.task_affinity, '.') + instr(substr(c.task_affinity, instr(c.task_affinity, '.') + 1) || '.', '.')), '.') AS stem,
    substr(c.task_affinity, 1, length(p.app_id) + 1) IN (p.app_id, p.app_id || '.', p.app_id || ':') AS is_own,
    EXISTS (SELECT 1 FROM android_packages k WHERE k.package = c.task_affinity) AS is_platforms,
    EXISTS (SELECT 1 FROM (SELECT packages FROM app_schemes UNION SELECT packages FROM app_hosts UNION SELECT packages FROM known_apps) k WHERE instr(' ' || k.packages || ' ', ' ' || c.task_affinity || ' ') > 0)
      OR c.task_affinity IN (SELECT e.app_id FROM listed_elsewhere e WHERE e.kind = 'package') AS is_others
  FROM component c JOIN package p ON p.package = c.package
  WHERE c.task_affinity LIKE '%.%'
    AND c.task_affinity NOT IN (SELECT o.app_id FROM listed_elsewhere o WHERE o.kind = 'package' AND '1' IN (o.same_developer, o.same_signer))) t
WHERE t.is_platforms OR t.is_others OR NOT t.is_own
GROUP BY t.task_affinity, t.path;

-- rule: manifest.instrumentation-foreign
-- verdict: review
-- title: The app instruments another app
-- title.zh: 应用可插桩控制其他应用
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: manifest-careless
-- miss: clean
SELECT i.target_package AS subject, i.name AS detail, i.path
FROM instrumentation i JOIN package p ON p.package = i.package
WHERE i.target_package <> p.app_id;

-- rule: manifest.overlay
-- verdict: review
-- title: The package replaces resources of another app
-- title.zh: 安装包会替换其他应用的资源
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: overlay
-- miss: clean
SELECT target_package AS subject, path FROM overlay;

-- rule: manifest.library
-- verdict: review
-- title: The package is a library for other apps, which phones do not show as an app
-- title.zh: 安装包是供其他应用使用的库，手机不会将其显示为应用
-- detail.zh: static library of version %d, which phones know as %s => 静态库，版本 %d，手机上的包名为 %s
-- detail.zh: SDK library of version %d, which Android 13 and later take for one => SDK 库，版本 %d，Android 13 及以上视为库
-- fix: Submit the app itself, without static-library and sdk-library.
-- fix.zh: 提交应用本身，清单中不得含 static-library 或 sdk-library。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: static-library
-- miss: clean
SELECT name AS subject, iif(kind = 'static', 'static library of version ' || version || ', which phones know as ' || installed_as,
  'SDK library of version ' || version || ', which Android 13 and later take for one') AS detail, path
FROM library_definition;

-- rule: manifest.needs-library
-- verdict: review
-- title: The app needs a library that not every phone has: those without it refuse the package
-- title.zh: 应用需要并非每部手机都有的库，没有该库的手机拒绝安装
-- detail.zh: static library of version %s, which has to be installed before => 静态库，版本 %s，须先行安装
-- detail.zh: SDK library of version %s, which has to be installed before on Android 13 and later => SDK 库，版本 %s，Android 13 及以上须先行安装
-- detail.zh: native library, which Android 12 and later look for => 原生库，Android 12 及以上会检查
-- detail.zh: some phones have it => 部分手机有该库
-- detail.zh: no phone is known to have it => 未见有手机带该库
-- fix: Take the code into the app, or say android:required="false" and do without where the library is not there.
-- fix.zh: 将所需代码打入应用，或声明 android:required="false" 并在缺少该库时降级运行。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: needs-library
-- miss: clean
-- A library that is a package of its own nobody installs but the store. What the listed version needs is said once.
SELECT u.name AS subject, CASE WHEN u.kind = 'static' THEN 'static library of version ' || u.version || ', which has to be installed before'
  WHEN u.kind IS NOT NULL THEN 'SDK library of version ' || u.version || ', which has to be installed before on Android 13 and later'
  WHEN u.is_native THEN 'native library, which Android 12 and later look for' WHEN u.is_known THEN 'some phones have it' ELSE 'no phone is known to have it' END AS detail, u.path,
  iif(u.is_native OR u.is_known OR EXISTS (SELECT 1 FROM previous_uses_library b WHERE b.name = u.name AND b.kind IS u.kind AND b.required = 1), 'notice', 'review') AS verdict
FROM (SELECT l.name, l.kind, l.path, coalesce(l.version, '?') AS version, l.native = 1 AS is_native,
    l.kind IS NULL AND EXISTS (SELECT 1 FROM android_libraries k WHERE k.name = l.name) AS is_known
  FROM uses_library l JOIN package p ON p.package = l.package
  WHERE l.required = 1 AND (l.kind IS NOT NULL OR iif(l.native, p.target_sdk >= 31,
    NOT EXISTS (SELECT 1 FROM android_libraries k WHERE k.name = l.name AND (k.phones = 'every' OR k.device = p.device))))) u;

-- rule: manifest.extension-sdk
-- verdict: review
-- title: The package asks for an extension of Android that not every phone has: Android 11 and later without it refuse the package
-- title.zh: 安装包要求 Android 扩展 SDK，Android 11 及以上的手机不具备该扩展时拒绝安装
-- detail.zh: version %d at the least => 扩展版本不低于 %d
-- fix: Take extension-sdk out, and ask at run time for what the extension has.
-- fix.zh: 删除 extension-sdk，改为运行时判断扩展能力。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: extension-sdk
-- miss: clean
-- No extension has reached version 100.
SELECT sdk AS subject, 'version ' || min_version || ' at the least' AS detail, path, iif(min_version >= 100, 'reject', 'review') AS verdict
FROM extension_sdk WHERE min_version > 0;

-- rule: manifest.alias-launcher
-- verdict: notice
-- title: A second launcher entry with a component of its own
-- title.zh: 存在额外的桌面入口
-- detail.zh: stands for %s => 指向 %s
-- class: fraud
-- basis: licence-16.11, miit-2023-26
-- platform: android
-- hit: alias-launcher
-- miss: clean
SELECT c.name AS subject, 'stands for ' || coalesce(c.target, '?') AS detail, c.path
FROM component c
WHERE c.kind = 'alias' AND EXISTS (SELECT 1 FROM intent_filter f WHERE f.package = c.package AND f.component = c.name
  AND f.category IN ('android.intent.category.LAUNCHER', 'android.intent.category.LEANBACK_LAUNCHER'));

-- rule: label.varies-by-config
-- verdict: review
-- title: The app has different names in different configurations
-- title.zh: 应用名称随设备配置变化
-- fix: Give the app one name on all phones; only its language may change it.
-- fix.zh: 应用名称在所有手机上应当一致，仅可随语言变化。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- hit: label-configurations
-- miss: label-varies
-- What is qualified by a language alone is a translation, as most apps have them, and so is what repeats it for more of its phones. An entry on the home screen is compared with what it is called elsewhere; what the application is called there, too, is said once.
-- What the application of a split is called counts nowhere. Another way of writing the same name is a notice.
SELECT DISTINCT iif(l.component IS NULL, '', l.component || ' ') || coalesce(l.configuration, iif(l.locale = '', 'default', l.locale)) AS subject, l.text AS detail, l.path,
  iif(folded(l.text) = folded(l.usual), 'notice', 'review') AS verdict
FROM (SELECT l.*, p.split, coalesce(iif(l.component IS NULL, NULL, (SELECT d.text FROM label d
    WHERE d.package = l.package AND d.component = l.component AND d.kind IS NULL AND d.intent_filter IS l.intent_filter AND d.locale = '' AND d.configuration IS NULL)), p.label) AS usual
  FROM label l JOIN package p ON p.package = l.package
  WHERE l.kind IS NULL AND (l.component IS NOT NULL OR p.split IS NULL) AND (l.locale = '' OR l.configuration IS NOT NULL) AND l.locale NOT IN ('ar-XB', 'en-XA')) l
WHERE l.text <> l.usual
  AND (l.locale = '' OR NOT EXISTS (SELECT 1 FROM label t WHERE t.package = l.package AND t.component IS l.component AND t.kind IS NULL AND t.intent_filter IS l.intent_filter
    AND t.configuration IS NULL AND t.text = l.text AND substr(t.locale, 1, instr(t.locale || '-', '-') - 1) = substr(l.locale, 1, instr(l.locale || '-', '-') - 1)))
  AND (l.component IS NULL OR NOT EXISTS (SELECT 1 FROM label a
    WHERE a.component IS NULL AND a.locale = l.locale AND a.configuration IS l.configuration AND a.text = l.text AND (a.package = l.package OR l.split IS NOT NULL)));

-- rule: label.chinese-differs
-- verdict: review
-- title: On phones that speak Chinese the app has another Chinese name
-- title.zh: 在中文手机上应用显示为另一中文名称
-- detail.zh: %s; elsewhere: %s => %s；默认名称：%s
-- fix: Give the app the same Chinese name in all its resources.
-- fix.zh: 各语言资源中的中文名称应当一致。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- hit: label-chinese
-- miss: label-varies
-- A translation is from another language. Chinese names that are alike are ways of saying one; Japanese has characters of its own besides.
SELECT DISTINCT iif(l.component IS NULL, '', l.component || ' ') || l.locale AS subject, l.text || '; elsewhere: ' || l.usual AS detail, l.path
FROM (SELECT l.*, p.split, coalesce(iif(l.component IS NULL, NULL, (SELECT d.text FROM label d
    WHERE d.package = l.package AND d.component = l.component AND d.kind IS NULL AND d.intent_filter IS l.intent_filter AND d.locale = '' AND d.configuration IS NULL)), p.label) AS usual
  FROM label l JOIN package p ON p.package = l.package
  WHERE l.kind IS NULL AND (l.locale = 'zh' OR l.locale GLOB 'zh-*') AND l.configuration IS NULL AND (l.component IS NOT NULL OR p.split IS NULL)) l
WHERE regexp('\p{Han}', l.text) AND regexp('\p{Han}', l.usual) AND NOT regexp('[\p{Hiragana}\p{Katakana}]', l.usual)
  AND NOT alike(l.usual, l.text)
  AND (l.component IS NULL OR NOT EXISTS (SELECT 1 FROM label a
    WHERE a.component IS NULL AND a.locale = l.locale AND a.configuration IS NULL AND a.text = l.text AND (a.package = l.package OR l.split IS NOT NULL)));

-- rule: label.launcher-differs
-- verdict: notice
-- title: An entry on the home screen has another name than the app
-- title.zh: 桌面入口的名称与应用名称不同
-- detail.zh: %s; the app: %s => %s；应用名称：%s
-- fix: Give the entry on the home screen the name of the app.
-- fix.zh: 使桌面入口的名称与应用名称一致。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- hit: label-launcher
-- miss: label-same
-- The app is the base, also of an entry that a split adds. A Chinese name that is not alike the app's, and any of a further entry or where the listing
-- has the app's, is for a person to see where it is not alike the listing's either, until the entry was listed so: of names, users see what a phone shows that speaks Chinese.
WITH a AS MATERIALIZED (
  SELECT p.package, p.app_id, p.label, coalesce((SELECT z.text FROM label z WHERE z.package = p.package AND z.component IS NULL AND z.chinese IS NOT NULL LIMIT 1), p.label) AS chinese
  FROM package p WHERE p.split IS NULL),
n AS MATERIALIZED (
  SELECT DISTINCT l.component, l.text, l.path, f.package, f.split, l.component IS NOT f.main_component AS is_further, coalesce((SELECT z.text FROM label z WHERE z.package = l.package AND z.component = l.component AND z.kind IS NULL
    AND z.intent_filter IS l.intent_filter AND z.chinese IS NOT NULL LIMIT 1), l.text) AS chinese
  FROM label l JOIN package f ON f.package = l.package WHERE l.kind IS NULL AND l.component IS NOT NULL AND l.shown),
e AS MATERIALIZED (
  SELECT n.component, n.text, n.path, n.chinese, a.package, a.app_id, a.label, a.chinese AS usual,
    (n.is_further OR (regexp('\p{Han}', n.chinese) AND regexp('\p{Han}', a.chinese) AND NOT regexp('[\p{Hiragana}\p{Katakana}]', n.chinese || a.chinese))
        OR EXISTS (SELECT 1 FROM submission s WHERE alike(s.app_name, a.chinese)))
      AND NOT alike(a.chinese, n.chinese) AND NOT alike(coalesce(a.label, ''), n.chinese) AS is_apart
  FROM n JOIN a ON a.package = n.package OR n.split IS NOT NULL)
SELECT e.component AS subject, iif(e.is_apart, e.chinese, e.text) || '; the app: ' || iif(e.is_apart, e.usual, coalesce(e.label, e.app_id)) AS detail, e.path,
  iif(e.is_apart AND NOT EXISTS (SELECT 1 FROM submission s WHERE alike(s.app_name, e.chinese))
    AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'label.launcher-differs' AND f.subject = e.component AND f.verdict <> 'notice'
      AND instr('; ' || f.detail || ';', '; ' || e.chinese || '; the app: ' || e.usual || ';') > 0), 'review', 'notice') AS verdict
FROM e WHERE e.is_apart OR NOT EXISTS (SELECT 1 FROM label o WHERE o.package = e.package AND o.component IS NULL AND o.text = e.text)
GROUP BY e.component, e.text, e.label, e.chinese, e.usual;

-- rule: label.known-app
-- verdict: review
-- title: The app is called as a well-known app that it is not known to be
-- title.zh: 名称与知名应用相同，尚无法确认即为该应用
-- detail.zh: name %s, of %s => 名称 %s 属于%k
-- fix: Give the app a name of its own.
-- fix.zh: 使用本应用自己的名称。
-- class: fraud
-- basis: licence-16.9, cac-2022-app
-- when: gate
-- hit: label-chinese
-- miss: clean
-- Also with words for what apps do (common_words), a number or a single Latin letter before or behind it, and as it is misread (G00gle). One of four Chinese characters or more that is not of such
-- words alone says whose the app is whatever stands beside it. Who makes the app has others by such names: until it was listed so. Anybody can
-- take the app id, too, which says something where it was listed (manifest.platform-package). Tiles, widgets, permissions and what is offered to share or open with may be called after what is
-- done there with another app (QQ登录): where it is no name of the app, it is for review when it is the other's alone.
WITH v AS MATERIALIZED (SELECT text, kind IS NULL AS is_name FROM previous_label UNION SELECT label, 1 FROM previous_package UNION SELECT app_name, 1 FROM previous_submission),
n AS MATERIALIZED (SELECT text, look(text) AS name, max(part IS NULL) AS is_name, iif(max(part IS NULL), NULL, nullif(min(part), '')) AS part
  FROM (SELECT text, iif(kind IS NULL, NULL, component) AS part FROM label UNION SELECT label, NULL FROM package UNION SELECT app_name, NULL FROM submission) WHERE text IS NOT NULL GROUP BY text),
k AS MATERIALIZED (SELECT app, packages, look(app) AS name FROM app_schemes UNION SELECT app, packages, look(app_zh) FROM app_schemes UNION SELECT app, packages, look(app) FROM app_hosts
  UNION SELECT app, packages, look(app_zh) FROM app_hosts UNION SELECT app, packages, look(app) FROM known_apps UNION SELECT app, packages, look(app_zh) FROM known_apps
  UNION SELECT h.app, h.packages, look(n.name) FROM known_names n JOIN app_hosts h ON h.app = n.app),
w AS MATERIALIZED (SELECT look(word) AS word FROM common_words),
c AS (SELECT n.text, n.name, n.is_name, n.part, k.app, k.packages, k.name AS known FROM n JOIN k ON k.name = n.name
  UNION SELECT n.text, n.name, n.is_name, n.part, k.app, k.packages, k.name FROM n JOIN k ON instr(n.name, k.name) > 0 WHERE n.is_name)
SELECT coalesce(c.part, p.app_id) AS subject, 'name ' || c.text || ', of ' || c.app AS detail, p.path,
  iif(EXISTS (SELECT 1 FROM v WHERE v.is_name >= c.is_name AND named(v.text) = named(c.text)) OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'label.known-app' AND f.subject = coalesce(c.part, p.app_id) AND f.verdict <> 'notice'
    AND instr('; ' || f.detail || ';', '; name ' || c.text || ', of ' || c.app || ';') > 0), 'notice', 'review') AS verdict
FROM c JOIN package p ON p.package = 0
WHERE (instr(' ' || c.packages || ' ', ' ' || p.app_id || ' ') = 0 OR NOT EXISTS (SELECT 1 FROM listed_finding i WHERE i.rule = 'manifest.platform-package' AND i.subject = p.app_id AND i.verdict <> 'notice'))
  AND (c.name = c.known OR regexp((SELECT '^((?<!\p{N})\p{N}+(?!\p{N})|(?<![a-z])(?:[a-z]|[ilvx]{2,})(?![a-z])' || coalesce('|\Q' || group_concat(w.word, '\E|\Q') || '\E', '') || ')*\Q' || c.known || '\E(?1)*\z' FROM w WHERE instr(c.name, w.word) > 0), c.name)
    OR (regexp('\p{Han}{4}', c.known) AND c.known IN (substr(c.name, 1, length(c.known)), substr(c.name, -length(c.known)))
      AND NOT coalesce(regexp((SELECT '^(?:\Q' || group_concat(w.word, '\E|\Q') || '\E)+\z' FROM w WHERE instr(c.known, w.word) > 0), c.known), 0)))
GROUP BY subject, c.text, c.app;

-- rule: label.deceptive
-- verdict: review
-- title: A name holds characters that are not seen, or letters of two scripts that look alike
-- title.zh: 名称含不可见字符或混用形近字母
-- fix: Write the name without invisible characters and in the letters of one script.
-- fix.zh: 删除名称中的不可见字符，不得混用外形相近的不同文字字母。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- hit: name-invisible
-- miss: clean
-- Joiners, variation selectors, marks of direction and parts of words belong to emoji and to some scripts; elsewhere they are there for nobody to see.
-- Build tools make the labels of the pseudo-locales, with such characters in them. Greek letters that look like no Latin one deceive nobody; other scripts are those of which
-- UTS 39 says that their letters look like Latin ones. Names of services, receivers and permissions are shown, too, and so is who made the app.
SELECT n.whose AS subject, n.text AS detail, n.path FROM (
  SELECT text, iif(component IS NULL, '', component || ' ') || coalesce(configuration, iif(locale = '', 'default', locale)) AS whose, path FROM label WHERE locale NOT IN ('ar-XB', 'en-XA') UNION SELECT app_name, 'form', '' FROM submission
  UNION SELECT developer_name, 'developer', '' FROM submission UNION SELECT holder, 'licence', '' FROM licence UNION SELECT holder, 'document', '' FROM document) n
WHERE hides(n.text)
  OR (n.text GLOB '*[Ͱ-῿Ⲁ-ⷿꓐ-ꚟꭰ-ꮿ𐀀-𛿿]*'
    AND regexp('(?=\p{L}\p{M}*\p{L})(?:\p{Latin}\p{M}*((?![ΓΔΘΛΞΠΣΦΨΩ\x{2126}βδεζθλμξπςφψ])[\p{Cyrillic}\p{Greek}\p{Cherokee}\p{Lisu}\p{Coptic}\p{Armenian}\p{Tifinagh}\p{Canadian_Aboriginal}\p{Osage}\p{Deseret}\p{Elbasan}\p{Warang_Citi}\p{Miao}\p{Carian}\p{Lycian}\p{Old_Italic}\p{Runic}])|(?1)\p{M}*\p{Latin})', n.text));

-- rule: android.no-label
-- verdict: review
-- title: The app has no name that a user could see
-- title.zh: 应用没有可见名称
-- detail.zh: a name of the system's, not known here => 使用系统资源作为名称，内容未知
-- fix: Give the app, and each of its entries on the home screen, a name of its own that users see.
-- fix.zh: 为应用及其每个桌面入口设置用户可见的名称。
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: manifest-careless
-- miss: clean
-- An entry on the home screen may have a name that the application lacks, and the other way round; its filter's is not shown by all. A resource of the system is one that is not known here,
-- and what users take for the system's own where it is on the home screen.
-- What was not read of the manifest or the resource table, which may be among the entries that were not, may hold one. What the application of a split is called counts nowhere.
SELECT DISTINCT coalesce(l.component, p.app_id) AS subject, coalesce(l.configuration, iif(l.locale = '', NULL, l.locale)) AS detail, p.path, 'review' AS verdict FROM label l JOIN package p ON p.package = l.package
WHERE p.app_id IS NOT NULL AND l.kind IS NULL AND unseen(l.text)
  AND (l.component IS NOT NULL OR (p.split IS NULL AND NOT unseen(p.label)
    AND NOT EXISTS (SELECT 1 FROM label o WHERE o.package = p.package AND o.component = p.main_component AND o.kind IS NULL AND o.intent_filter IS NULL)))
UNION ALL
SELECT coalesce(l.component, p.app_id), 'a name of the system''s, not known here', p.path,
  iif(max(l.component IS NOT NULL OR NOT EXISTS (SELECT 1 FROM label o WHERE o.package = p.package AND o.component = p.main_component AND o.kind IS NULL AND o.intent_filter IS NULL))
    AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'android.no-label' AND f.subject = coalesce(l.component, p.app_id) AND f.verdict <> 'notice'
      AND instr('; ' || f.detail || ';', '; a name of the system''s, not known here;') > 0), 'review', 'notice')
FROM label l JOIN package p ON p.package = l.package
WHERE l.kind IS NULL AND (p.split IS NULL OR l.component IS NOT NULL) AND l.text IS NULL
GROUP BY p.package, coalesce(l.component, p.app_id)
UNION ALL
SELECT app_id, NULL, path, 'review' FROM package p
WHERE p.split IS NULL AND unseen(coalesce(p.label, '')) AND p.app_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM label l WHERE l.package = p.package
    AND ((l.component IS NULL AND l.text IS NULL) OR (l.component = p.main_component AND l.kind IS NULL AND l.intent_filter IS NULL AND NOT unseen(coalesce(l.text, '?')))))
  AND (p.label IS NOT NULL OR NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.package = p.package AND u.effect = 'unread'
    AND (u.path IN ('AndroidManifest.xml', 'resources.arsc') OR u.id IN ('limit.entries', 'limit.directory-size'))));

-- rule: android.no-launcher
-- verdict: review
-- title: The app has no entry on the home screen
-- title.zh: 应用没有桌面入口
-- detail.zh: only on that of TVs => 仅在电视桌面上有入口
-- detail.zh: %s, which the home screen may not start => %s，桌面无权启动
-- fix: Give the app an entry on the home screen that is exported and needs no permission, or say in the form (explanations) how users open it.
-- fix.zh: 为应用提供对外开放且无需权限的桌面入口，或在表单的 explanations 中说明用户如何打开应用。
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: manifest-careless
-- miss: clean
-- What was not read of the manifest or the resource table, which may be among the entries that were not, may name one. So may a split.
-- Phones do not show what is for the home screen of TVs; an app that requires these is for no phone. What is not exported, or asks for a permission that not every app gets,
-- is shown and does not start. A notice where nothing is there to be opened, on watches and the like, or once it was listed so.
SELECT k.app_id AS subject, k.detail AS detail, k.path,
  iif(k.device IS NULL AND (EXISTS (SELECT 1 FROM component c JOIN package q ON q.package = c.package WHERE (q.package = k.package OR q.split IS NOT NULL)
        AND (c.kind = 'activity' OR c.permission IN (SELECT a.name FROM android_permissions a WHERE a.special_access = '1')))
      OR EXISTS (SELECT 1 FROM intent_filter f WHERE f.action IN ('android.provider.Telephony.SECRET_CODE', 'android.telephony.action.SECRET_CODE')))
    AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'android.no-launcher' AND f.subject = k.app_id AND f.detail = coalesce(k.detail, '') AND f.verdict <> 'notice'), 'review', 'notice') AS verdict
FROM (SELECT p.package, p.app_id, p.device, p.path, CASE WHEN p.main_component IS NULL THEN NULL WHEN p.is_open = 0 THEN p.main_component || ', which the home screen may not start'
    ELSE 'only on that of TVs' END AS detail
  FROM (SELECT b.package, b.app_id, b.device, b.path, b.split, b.main_component,
      (SELECT max(coalesce(c.exported, 1) AND (coalesce(c.permission, '') = '' OR c.permission IN (SELECT n.name FROM android_permissions n WHERE n.base_level = 'normal')))
        FROM intent_filter l CROSS JOIN component c ON c.package = l.package AND c.name = l.component AND c.kind IN ('activity', 'alias') AND c.enabled = 1
        WHERE l.package = b.package AND l.category = iif(b.device IS 'tv', 'android.intent.category.LEANBACK_LAUNCHER', 'android.intent.category.LAUNCHER')
          AND EXISTS (SELECT 1 FROM intent_filter a WHERE a.package = l.package AND a.component = l.component AND a.position = l.position AND a.action = 'android.intent.action.MAIN')
          AND NOT EXISTS (SELECT 1 FROM intent_filter d WHERE d.package = l.package AND d.component = l.component AND d.position = l.position AND (d.scheme IS NOT NULL OR d.mime IS NOT NULL))) AS is_open
    FROM package b) p
  WHERE p.split IS NULL AND p.app_id IS NOT NULL AND (p.main_component IS NULL OR p.is_open = 0 OR (p.device IS NOT 'tv'
      AND EXISTS (SELECT 1 FROM intent_filter t WHERE t.package = p.package AND t.component = p.main_component AND t.category = 'android.intent.category.LEANBACK_LAUNCHER')
      AND NOT EXISTS (SELECT 1 FROM intent_filter f JOIN intent_filter a ON a.package = f.package AND a.component = f.component AND a.position = f.position
        WHERE f.package = p.package AND f.component = p.main_component AND f.category = 'android.intent.category.LAUNCHER' AND a.action = 'android.intent.action.MAIN'
          AND NOT EXISTS (SELECT 1 FROM intent_filter d WHERE d.package = f.package AND d.component = f.component AND d.position = f.position
            AND (d.scheme IS NOT NULL OR d.mime IS NOT NULL)))))
    AND NOT EXISTS (SELECT 1 FROM package s WHERE s.split IS NOT NULL AND s.main_component IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.package = p.package AND u.effect = 'unread'
      AND (u.path IN ('AndroidManifest.xml', 'resources.arsc') OR u.id IN ('limit.entries', 'limit.directory-size')))) k;

-- rule: android.secret-code
-- verdict: notice
-- title: The app is opened by a code that is dialled
-- title.zh: 可通过拨号暗码打开应用
-- detail.zh: code %s => 暗码 %s
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: launcher-disabled
-- miss: clean
SELECT f.component AS subject, 'code ' || group_concat(DISTINCT d.host) AS detail, f.path
FROM intent_filter f LEFT JOIN intent_filter d ON d.package = f.package AND d.component = f.component AND d.position = f.position AND d.host IS NOT NULL
WHERE f.action IN ('android.provider.Telephony.SECRET_CODE', 'android.telephony.action.SECRET_CODE')
GROUP BY f.component;

-- rule: android.exported-component
-- verdict: notice
-- title: A component that any app may call
-- title.zh: 组件可被任意应用调用
-- detail.zh: activity => Activity
-- detail.zh: service => 服务
-- detail.zh: receiver => 广播接收器
-- detail.zh: provider => 内容提供者
-- detail.zh: alias => Activity 别名
-- fix: Set android:exported="false", or protect the component with a permission.
-- fix.zh: 将组件设为 android:exported="false"，或以权限保护。
-- class: privacy
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: exported
-- miss: clean, exported after exported
-- Once an app: of an update what is open anew is history.component-exported, and what was so before is said where it had a guard then.
SELECT o.component AS subject, o.kind AS detail, o.path FROM open_access o JOIN package p ON p.package = o.package
WHERE o.kind <> 'provider' AND o.permission IS NULL AND o.component <> coalesce(p.main_component, '')
  AND NOT EXISTS (SELECT 1 FROM previous_package v WHERE v.package = 0
    AND NOT EXISTS (SELECT 1 FROM previous_open_access b WHERE b.component = o.component AND b.permission IS NOT NULL))
  AND NOT (o.kind = 'alias' AND EXISTS (SELECT 1 FROM intent_filter f WHERE f.package = o.package AND f.component = o.component
    AND f.category IN ('android.intent.category.LAUNCHER', 'android.intent.category.LEANBACK_LAUNCHER')));

-- rule: android.exported-provider
-- verdict: review
-- title: A content provider that any app may read or write
-- title.zh: 内容提供者可被任意应用读写
-- fix: Do not export the provider, or protect reading and writing with permissions; a path-permission protects its own path alone.
-- fix.zh: 不要对外开放该内容提供者，或以读写权限保护；path-permission 仅保护其自身路径。
-- class: privacy
-- basis: licence-16.11
-- platform: android
-- hit: exported
-- miss: clean
-- All of it, else a path that has a permission of its own.
SELECT o.component AS subject, coalesce((SELECT min(c.authorities) FROM component c WHERE c.name = o.component AND c.kind = 'provider' AND c.exported = 1), '')
  || min(coalesce(o.path_pattern, '')) AS detail, o.path
FROM open_access o WHERE o.kind = 'provider' AND o.permission IS NULL GROUP BY o.component, o.path;

-- rule: android.undefined-guard
-- verdict: review
-- title: A component is guarded by a permission that nobody defines: any app may define it and call the component
-- title.zh: 保护组件的权限未在任何处定义：任意应用均可自行定义该权限并调用该组件
-- detail.zh: activity, permission %s => Activity，权限 %s
-- detail.zh: service, permission %s => 服务，权限 %s
-- detail.zh: receiver, permission %s => 广播接收器，权限 %s
-- detail.zh: provider, permission %s => 内容提供者，权限 %s
-- detail.zh: alias, permission %s => Activity 别名，权限 %s
-- fix: Define the permission in the manifest with protectionLevel signature, mend its name, or set android:exported="false".
-- fix.zh: 在清单中以 signature 级别定义该权限，或更正权限名称，或将组件设为 android:exported="false"。
-- class: privacy
-- basis: licence-16.11
-- platform: android
-- hit: exported
-- miss: clean
-- As where there is no guard at all, a provider is for review. Another part of the app that is not here may define it: its base, or what was not read of a manifest.
SELECT DISTINCT o.component AS subject, o.kind || ', permission ' || o.permission AS detail, o.path, iif(o.kind = 'provider', 'review', 'notice') AS verdict
FROM open_access o JOIN package p ON p.package = o.package
WHERE o.permission IS NOT NULL
  AND (p.split IS NULL OR EXISTS (SELECT 1 FROM package b WHERE b.split IS NULL AND b.app_id = p.app_id))
  AND NOT EXISTS (SELECT 1 FROM anomaly u WHERE u.effect = 'unread'
    AND (u.path = 'AndroidManifest.xml' OR u.id IN ('limit.entries', 'limit.directory-size')));

-- rule: manifest.platform-authority
-- subject: catalogue
-- verdict: review
-- title: The app claims an authority of the platform's content providers
-- title.zh: 应用声明了系统内容提供者的授权标识
-- detail.zh: %s; phones that have %s refuse the package => %s；装有 %s 的手机拒绝安装
-- fix: Give the provider an authority that begins with your package name.
-- fix.zh: 内容提供者的 authorities 以自身包名开头。
-- class: system
-- basis: licence-16.11
-- platform: android
-- hit: platform-authority
-- miss: exported
-- Where the platform's own package is not, or came later, others would ask the app for what is the system's. That package may claim its own.
SELECT DISTINCT a.authority AS subject, c.name || '; phones that have ' || a.package || ' refuse the package' AS detail, c.path
FROM component c JOIN package p ON p.package = c.package
JOIN android_authorities a ON instr(';' || c.authorities || ';', ';' || a.authority || ';') > 0
WHERE c.kind = 'provider' AND a.package <> coalesce(p.app_id, '');

-- rule: android.others-account
-- subject: catalogue
-- verdict: review
-- title: The app signs in to accounts of a type that is another app's
-- title.zh: 应用充当其他应用账号类型的认证服务
-- detail.zh: accounts of %s => %s 的账号
-- detail.zh: an account type that is not known here => 此处无法获知的账号类型
-- fix: Give the accounts a type that begins with your package name.
-- fix.zh: 账号类型（accountType）以自身包名开头。
-- class: fraud
-- basis: licence-16.11, ydt-2439
-- platform: android
-- hit: account-authenticator
-- miss: exported
-- The first app of a phone that has a type signs in to it for all others: what users enter for the other app is given to this one. A type is of a known package where it is its name, goes on
-- behind that, or is a beginning of it that is none of the app's own name; anybody can take the known package's name itself. Until it was listed so.
SELECT a.account_type AS subject, coalesce('accounts of ' || min(k.package), 'an account type that is not known here') AS detail, a.path,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'android.others-account' AND f.subject = a.account_type AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM account_authenticator a JOIN package p ON p.package = a.package
LEFT JOIN (SELECT package FROM android_packages UNION SELECT package FROM (WITH RECURSIVE s(package, rest) AS (SELECT '', packages FROM app_schemes UNION SELECT '', packages FROM app_hosts UNION SELECT '', packages FROM known_apps
    UNION SELECT substr(rest, 1, instr(rest || ' ', ' ') - 1), substr(rest, instr(rest || ' ', ' ') + 1) FROM s WHERE rest <> '') SELECT package FROM s WHERE package <> '')) k
  ON instr(a.account_type || '.', k.package || '.') = 1
  OR (instr(k.package || '.', a.account_type || '.') = 1 AND instr(a.account_type, '.') > 0 AND instr(coalesce(p.app_id, '') || '.', a.account_type || '.') <> 1)
WHERE (a.account_type IS NULL OR k.package IS NOT NULL) AND EXISTS (SELECT 1 FROM intent_filter f WHERE f.package = a.package AND f.action = 'android.accounts.AccountAuthenticator')
GROUP BY a.account_type, a.path;

-- rule: android.sync-autostart
-- verdict: review
-- title: A sync adapter, by which the app is started again and again
-- title.zh: 声明账号同步服务，系统可据此反复启动应用
-- fix: Take the service out, or say in the form what WRITE_SYNC_SETTINGS is for.
-- fix.zh: 删除该服务，或在提交表单中说明 WRITE_SYNC_SETTINGS 的用途。
-- class: rogue
-- basis: licence-16.10, miit-2020-164, taf-078.10
-- platform: android
-- hit: account-authenticator
-- miss: exported
-- Review where nobody says why the app starts by itself, and the listed version had none.
SELECT c.name AS subject, NULL AS detail, c.path, iif(EXISTS (SELECT 1 FROM purpose u WHERE u.permission IN ('android.permission.WRITE_SYNC_SETTINGS', 'android.permission.RECEIVE_BOOT_COMPLETED')
  AND trim(u.text) <> '') OR EXISTS (SELECT 1 FROM previous_intent_filter b WHERE b.action = 'android.content.SyncAdapter'), 'notice', 'review') AS verdict
FROM component c WHERE c.kind = 'service'
  AND EXISTS (SELECT 1 FROM intent_filter f WHERE f.package = c.package AND f.component = c.name AND f.action = 'android.content.SyncAdapter');

-- rule: android.cleartext
-- verdict: notice
-- title: The app may send data unencrypted
-- title.zh: 应用允许明文传输
-- detail.zh: the network security configuration permits it: %s => 网络安全配置允许：%s
-- detail.zh: usesCleartextTraffic permits it on Android 6, which knows no network security configuration => Android 6 不识别网络安全配置，按 usesCleartextTraffic 允许
-- fix: Use HTTPS. Turn usesCleartextTraffic off and let the network security configuration permit cleartext nowhere.
-- fix.zh: 改用 HTTPS，关闭 usesCleartextTraffic，且网络安全配置不对任何域名允许明文传输。
-- class: privacy
-- basis: licence-16.11, masvs-network
-- platform: android
-- hit: cleartext
-- miss: cleartext-nowhere
-- From Android 7 on a network security configuration counts instead of the attribute, which Android 6 was the first to know.
SELECT app_id AS subject, iif(cleartext_domains IS NULL, NULL, 'the network security configuration permits it: ' || cleartext_domains) AS detail, path
FROM package WHERE split IS NULL AND (cleartext_domains <> '' OR (cleartext_domains IS NULL AND cleartext_traffic = 1))
UNION ALL
SELECT app_id, 'usesCleartextTraffic permits it on Android 6, which knows no network security configuration', path
FROM package WHERE split IS NULL AND cleartext_domains IS NOT NULL AND cleartext_traffic = 1 AND coalesce(min_sdk, 1) < 24;

-- rule: android.users-authorities
-- verdict: notice
-- title: The app trusts certificate authorities that the phone's user, or whoever has had the phone, has installed
-- title.zh: 应用信任用户安装的证书颁发机构，持有该证书者可解密通信
-- detail.zh: for every domain => 所有域名
-- detail.zh: for %s => 域名 %s
-- fix: Take <certificates src="user"/> out of the network security configuration, or put it into debug-overrides.
-- fix.zh: 从网络安全配置中删除 <certificates src="user"/>，或移至 debug-overrides。
-- class: privacy
-- basis: licence-16.11, masvs-network
-- platform: android
-- hit: cleartext-domains
-- miss: cleartext-nowhere
-- Who talks some user into installing a certificate reads what the app sends. Without a configuration that is so for targets below 24.
SELECT app_id AS subject, 'for ' || iif(users_authorities_domains = '*', 'every domain', users_authorities_domains) AS detail, path FROM package WHERE split IS NULL AND users_authorities_domains IS NOT NULL;

-- rule: android.allow-backup
-- verdict: notice
-- title: The app's data may be copied in a backup
-- title.zh: 应用数据可被备份导出
-- fix: Set android:allowBackup="false", or leave personal data out of backups.
-- fix.zh: 设置 android:allowBackup="false"，或将个人信息排除在备份之外。
-- class: privacy
-- basis: masvs-storage
-- platform: android
-- hit: manifest-careless
-- miss: clean
SELECT app_id AS subject, path FROM package WHERE allow_backup = 1 AND split IS NULL;

-- rule: android.invalid-app-id
-- verdict: reject
-- title: The app id is not a proper Java package name, or too long
-- title.zh: 包名不符合规范或过长
-- detail.zh: %d characters => 共 %d 个字符
-- fix: Give the app a package name of at least two parts of letters, digits and underscores, 128 characters at the most.
-- fix.zh: 使用符合规范的包名：至少两段，由字母、数字、下划线组成，不超过 128 个字符。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: app-id-single
-- miss: clean
-- One that is merely long is looked at: phones take up to 223 letters, some 255 (manifest.bad-package).
SELECT app_id AS subject, iif(length(app_id) > 128, length(app_id) || ' characters', NULL) AS detail, path,
  iif(regexp('^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\z', app_id), 'review', 'reject') AS verdict
FROM package
WHERE length(app_id) > 128 OR NOT regexp('^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\z', app_id);

-- rule: android.no-version-code
-- verdict: reject
-- title: The version code is missing or out of range
-- title.zh: 版本号缺失或超出范围
-- detail.zh: version code missing => 没有版本号
-- detail.zh: version code %d => 版本号为 %d
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: app-id-single
-- miss: clean
SELECT app_id AS subject, 'version code ' || coalesce(version_code, 'missing') AS detail, path FROM package
WHERE app_id IS NOT NULL AND (version_code IS NULL OR version_code & 4294967295 = 0 OR version_code < 0 OR version_code & 4294967295 > 2100000000);

-- rule: android.version-code-major
-- verdict: review
-- title: The version code uses its upper half
-- title.zh: 版本号使用了高位
-- detail.zh: versionCodeMajor %d => versionCodeMajor 为 %d
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: manifest-careless
-- miss: clean
SELECT app_id AS subject, 'versionCodeMajor ' || (version_code >> 32) AS detail, path FROM package WHERE version_code >> 32 > 0;

-- rule: android.version-name-length
-- verdict: review
-- title: The version name is missing or too long to be shown
-- title.zh: 版本名称缺失或过长
-- detail.zh: %d characters => 共 %d 个字符
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: manifest-careless
-- miss: clean
SELECT app_id AS subject, length(coalesce(version_name, '')) || ' characters' AS detail, path FROM package
WHERE app_id IS NOT NULL AND split IS NULL AND length(coalesce(version_name, '')) NOT BETWEEN 1 AND 200;

-- rule: android.default-role
-- subject: catalogue
-- verdict: notice
-- title: The app offers itself to be what phones have one of: home screen, browser, SMS, telephone or assistant
-- title.zh: 应用可被设为默认应用（桌面、浏览器、短信、电话或助手）
-- detail.zh: component %s => 组件 %s
-- detail.zh: component %s; the listed version does not => 组件 %s；在架版本不具备
-- detail.zh: component %s; category %s, type %s => 组件 %s；类别 %s，类型 %k
-- detail.zh: component %s; the listed version does not; category %s, type %s => 组件 %s；在架版本不具备；类别 %s，类型 %k
-- fix: Take the intent filters out, or say in the description that the app is that.
-- fix.zh: 删除相应的 intent-filter，或在应用介绍中说明该功能。
-- class: rogue
-- basis: licence-16.11, miit-2023-26
-- platform: android
-- hit: default-role
-- miss: exported
-- By the filters that PermissionController asks for (roles.xml). A home screen is started with the phone and stands before all apps; SMS and telephone get its permissions with the role.
-- Review where an update adds one, or a home screen is of a category that is no utility, until it was listed so.
SELECT r.role AS subject, 'component ' || r.component || CASE WHEN EXISTS (SELECT 1 FROM previous_package) AND NOT EXISTS (SELECT 1 FROM previous_offered_role b WHERE b.role = r.role) THEN '; the listed version does not' ELSE '' END
    || iif(r.is_home AND t.name <> '实用工具', '; category ' || s.category || ', type ' || t.name_en, '') AS detail, r.path,
  CASE WHEN EXISTS (SELECT 1 FROM previous_package) AND NOT EXISTS (SELECT 1 FROM previous_offered_role b WHERE b.role = r.role)
      AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'android.default-role' AND f.subject = r.role AND f.verdict <> 'notice') THEN 'review'
    WHEN r.is_home AND t.name <> '实用工具' AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'android.default-role' AND f.subject = r.role AND f.verdict <> 'notice'
      AND instr(f.detail || ';', '; category ' || s.category || ', type ' || t.name_en || ';') > 0) THEN 'review' ELSE 'notice' END AS verdict
FROM (SELECT role, role = 'home' AS is_home, min(component) AS component, path FROM offered_role GROUP BY role) r
LEFT JOIN submission s ON trim(s.category) <> '' LEFT JOIN app_type t
GROUP BY r.role;

-- rule: android.others-links
-- subject: catalogue
-- verdict: review
-- title: The app answers links that are another app's, those to any site, or opens packages to be installed
-- title.zh: 应用可打开其他应用的专用链接、任意网站的链接或待安装的安装包
-- detail.zh: component %s; links of %s => 组件 %s；%k的链接
-- detail.zh: component %s; links to any site => 组件 %s；任意网站的链接
-- detail.zh: component %s; packages to be installed => 组件 %s；待安装的安装包
-- fix: Take the intent filters out, or name the hosts that are yours in them.
-- fix.zh: 删除相应的 intent-filter，或只声明自有域名。
-- class: fraud
-- basis: licence-16.11, ydt-2439
-- platform: android
-- hit: default-role
-- miss: exported
-- Who opens such a link is asked for the app, and has given it what was meant for the other one: a payment, a message. Stores answer market:, browsers links to any
-- site (those without a host are android.default-role): notices, as is what was listed so. A host that begins with * is an ending (IntentFilter.AuthorityEntry): of a
-- top-level name, or with one more letter, it is that of any site. A site of theirs (app_hosts) is in the chooser up to Android 11, and later where users say so; that it is verified is
-- for its owner to show. The app id says who that is where it was listed (manifest.platform-package). Who opens packages may put another one in the place of what users chose; it is for
-- stores and utilities.
SELECT k.scheme AS subject, 'component ' || min(f.component) || '; links of ' || k.app AS detail, f.path,
  iif(k.verdict = 'review' AND NOT EXISTS (SELECT 1 FROM listed_finding l WHERE l.rule = 'android.others-links' AND l.subject = k.scheme AND l.verdict <> 'notice'), 'review', 'notice') AS verdict
FROM app_schemes k CROSS JOIN intent_filter f ON f.scheme = k.scheme JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1
JOIN package p ON p.package = f.package
WHERE f.scheme IS NOT NULL AND (instr(' ' || k.packages || ' ', ' ' || p.app_id || ' ') = 0 OR NOT EXISTS (SELECT 1 FROM listed_finding i WHERE i.rule = 'manifest.platform-package' AND i.subject = p.app_id AND i.verdict <> 'notice'))
  AND EXISTS (SELECT 1 FROM intent_filter a WHERE a.package = f.package AND a.component = f.component AND a.position = f.position AND a.action = 'android.intent.action.VIEW')
GROUP BY k.scheme
UNION ALL
SELECT k.host, 'component ' || min(t.component) || '; links of ' || k.app, t.path,
  iif(EXISTS (SELECT 1 FROM listed_finding l WHERE l.rule = 'android.others-links' AND l.subject = k.host AND l.verdict <> 'notice'), 'notice', 'review')
FROM (SELECT f.component, f.path, p.app_id, lower(rtrim(substr(f.host, 1, instr(f.host || ':', ':') - 1), '.')) AS host
  FROM intent_filter f CROSS JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1 JOIN package p ON p.package = f.package
  WHERE f.host IS NOT NULL AND EXISTS (SELECT 1 FROM intent_filter a WHERE a.package = f.package AND a.component = f.component AND a.position = f.position AND a.action = 'android.intent.action.VIEW')
    AND EXISTS (SELECT 1 FROM intent_filter a WHERE a.package = f.package AND a.component = f.component AND a.position = f.position AND a.scheme IN ('http', 'https'))) t
JOIN app_hosts k ON t.host = k.host OR t.host LIKE '%.' || k.host OR (t.host GLOB '[*]*' AND '.' || k.host LIKE '%' || substr(t.host, 2)
  AND NOT regexp('^[*](?:\.?[^.]*|[^.]?\.[^.]+|(?:[^.]?\.)?(?:com|net|org|gov|edu|ac|co)\.[A-Za-z]{2})\z', t.host))
WHERE instr(' ' || k.packages || ' ', ' ' || t.app_id || ' ') = 0 OR NOT EXISTS (SELECT 1 FROM listed_finding i WHERE i.rule = 'manifest.platform-package' AND i.subject = t.app_id AND i.verdict <> 'notice')
GROUP BY k.host
UNION ALL
SELECT 'https', 'component ' || min(t.component) || '; links to any site', t.path, 'notice' FROM (
  SELECT f.component, f.path FROM (SELECT DISTINCT package, component, position FROM intent_filter WHERE scheme IN ('http', 'https')) l
  JOIN component c ON c.package = l.package AND c.name = l.component AND c.exported = 1
  JOIN intent_filter f ON f.package = l.package AND f.component = l.component AND f.position = l.position
  GROUP BY f.package, f.component, f.position
  HAVING max(f.action = 'android.intent.action.VIEW') AND max(f.category = 'android.intent.category.BROWSABLE') AND max(f.mime IS NOT NULL) = 0
    AND (max(regexp('^[*](?:\.?[^.]*|[^.]?\.[^.]+|(?:[^.]?\.)?(?:com|net|org|gov|edu|ac|co)\.[A-Za-z]{2})\z', f.host)) OR (max(f.host IS NOT NULL) = 0 AND max(f.scheme = 'http') = 0))) t
GROUP BY t.path
UNION ALL
SELECT t.mime, 'component ' || min(t.component) || '; packages to be installed', t.path, iif(EXISTS (SELECT 1 FROM listed_finding l WHERE l.rule = 'android.others-links' AND l.subject = t.mime AND l.verdict <> 'notice')
  OR EXISTS (SELECT 1 FROM app_type WHERE name IN ('应用商店', '实用工具')), 'notice', 'review') FROM (
  SELECT f.component, f.path, 'application/vnd.android.package-archive' AS mime FROM (SELECT DISTINCT package, component, position FROM intent_filter
    WHERE action = 'android.intent.action.INSTALL_PACKAGE' OR mime = 'application/vnd.android.package-archive' OR path_pattern LIKE '%.apk') l
  CROSS JOIN component c ON c.package = l.package AND c.name = l.component AND c.exported = 1
  CROSS JOIN intent_filter f ON f.package = l.package AND f.component = l.component AND f.position = l.position
  GROUP BY f.package, f.component, f.position
  HAVING max(f.action = 'android.intent.action.INSTALL_PACKAGE') OR (max(f.action = 'android.intent.action.VIEW')
    AND (max(f.mime = 'application/vnd.android.package-archive') OR (max(f.path_pattern LIKE '%.apk') AND max(f.scheme IN ('http', 'https')) = 0)))) t
GROUP BY t.path;

-- rule: android.mime-group
-- verdict: notice
-- title: The app says only while it runs which types of files it opens
-- title.zh: 应用在运行时才确定可打开的文件类型
-- detail.zh: component %s; group %s => 组件 %s；MIME 组 %s
-- fix: Name the types in the intent filter (android:mimeType).
-- fix.zh: 在 intent-filter 中写明文件类型（android:mimeType）。
-- class: fraud
-- basis: licence-16.11
-- platform: android
-- hit: extension-sdk
-- miss: clean
-- PackageManager.setMimeGroup puts any type into it, that of packages too, and takes an entry off the home screen.
SELECT DISTINCT f.component AS subject, 'component ' || f.component || '; group ' || f.mime_group AS detail, f.path
FROM intent_filter f JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1
WHERE f.mime_group IS NOT NULL;

-- rule: android.system-dialog
-- subject: catalogue
-- verdict: notice
-- title: The app answers what other apps ask the system to show: settings, the removing or choosing of an app
-- title.zh: 应用可响应本应由系统响应的请求（系统设置、卸载应用、选择应用等）
-- detail.zh: component %s; %s => 组件 %s；%k
-- fix: Take the intent filters out.
-- fix.zh: 删除相应的 intent-filter。
-- class: fraud
-- basis: licence-16.11, ydt-2439
-- platform: android
-- hit: default-role
-- miss: exported
-- The platform's own have a priority that apps do not get (PackageManagerService.adjustPriority), but those of makers need not; elsewhere users are asked which one they mean.
SELECT f.action AS subject, 'component ' || min(f.component) || '; ' || a.dialog AS detail, f.path
FROM (SELECT DISTINCT action FROM intent_filter) n CROSS JOIN system_actions a ON n.action GLOB a.action CROSS JOIN intent_filter f ON f.action = n.action
CROSS JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1 AND c.kind IN ('activity', 'alias')
WHERE a.scheme = '' OR EXISTS (SELECT 1 FROM intent_filter d WHERE d.package = f.package AND d.component = f.component AND d.position = f.position AND d.scheme = a.scheme)
GROUP BY f.action, f.path;

-- rule: android.autostart
-- subject: catalogue
-- verdict: notice
-- title: The app starts by itself, and nobody says why
-- title.zh: 应用自启动且未说明用途
-- detail.zh: starts %s => 启动 %s
-- fix: Take the receiver out, or say in the form what RECEIVE_BOOT_COMPLETED is for.
-- fix.zh: 删除该广播接收器，或在提交表单中说明 RECEIVE_BOOT_COMPLETED 的用途。
-- class: rogue
-- basis: licence-16.10, miit-2020-164
-- platform: android
-- hit: exported-missing
-- miss: clean, sdk-push
-- With the phone, where it has the permission, or when its user unlocks it, of which Android 8 and later tell no app of a new target. Beside a push SDK it is sdk.push-autostart.
SELECT f.action AS subject, 'starts ' || min(c.name) AS detail, c.path
FROM component c JOIN intent_filter f ON f.package = c.package AND f.component = c.name JOIN package p ON p.package = c.package
WHERE c.kind = 'receiver' AND coalesce(c.enabled, 1) = 1
  AND ((f.action IN ('android.intent.action.BOOT_COMPLETED', 'android.intent.action.LOCKED_BOOT_COMPLETED', 'android.intent.action.QUICKBOOT_POWERON')
      AND EXISTS (SELECT 1 FROM permission b WHERE b.name = 'android.permission.RECEIVE_BOOT_COMPLETED'))
    OR (f.action = 'android.intent.action.USER_PRESENT' AND (coalesce(p.min_sdk, 1) < 26 OR p.target_sdk < 26)))
  AND NOT EXISTS (SELECT 1 FROM sdk s WHERE s.category = 'push')
  AND NOT EXISTS (SELECT 1 FROM purpose u WHERE u.permission = 'android.permission.RECEIVE_BOOT_COMPLETED' AND trim(u.text) <> '')
GROUP BY f.action, c.path;

-- rule: dropper.profile
-- verdict: review
-- title: The app can install others and see or cover the screen, as droppers do
-- title.zh: 应用兼具安装其他应用与监视或遮挡屏幕的能力，类似投放器
-- detail.zh: %s, %s => %t、%t
-- detail.zh: installs packages => 可安装应用
-- detail.zh: draws over other apps => 可显示在其他应用上方
-- detail.zh: accessibility service => 有无障碍服务
-- detail.zh: a package inside => 内嵌安装包
-- detail.zh: an archive that is not looked into => 内含未检查内容的压缩文件
-- fix: Take out either the installing of packages or the watching and covering of the screen.
-- fix.zh: 删除安装其他应用的能力，或删除监视、遮挡屏幕的能力。
-- class: fraud
-- basis: licence-16.9, ydt-2439
-- platform: android
-- hit: dropper
-- miss: clean
-- Of each base together with all splits, which are installed beside any. An archive may hide a package; that it does nobody has seen.
SELECT t.app_id AS subject, group_concat(t.what, ', ') AS detail, CASE WHEN sum(t.what <> 'an archive that is not looked into') >= 4 THEN 'reject' ELSE 'review' END AS verdict
FROM (SELECT DISTINCT p.package, p.app_id, w.what, w.place FROM (
    SELECT package, 'installs packages' AS what, 1 AS place FROM permission WHERE name = 'android.permission.REQUEST_INSTALL_PACKAGES'
    UNION SELECT package, 'draws over other apps', 2 FROM permission WHERE name = 'android.permission.SYSTEM_ALERT_WINDOW'
    UNION SELECT package, 'accessibility service', 3 FROM component WHERE permission = 'android.permission.BIND_ACCESSIBILITY_SERVICE'
    UNION SELECT package, 'a package inside', 4 FROM anomaly WHERE id = 'embedded.apk'
    UNION SELECT package, 'an archive that is not looked into', 4 FROM anomaly WHERE id = 'embedded.archive'
  ) w JOIN package f ON f.package = w.package JOIN package p ON p.package = f.package OR f.split IS NOT NULL
  WHERE p.split IS NULL ORDER BY p.package, w.place) t
GROUP BY t.package, t.app_id
HAVING count(DISTINCT t.place) >= 3 AND sum(t.what = 'installs packages') > 0;

-- rule: icon.launcher-differs
-- verdict: notice
-- title: An entry on the home screen has another icon than the app
-- title.zh: 桌面入口的图标与应用图标不同
-- detail.zh: the picture of the app nearest to it differs in %d of 64 bits => 与最接近的应用图标相差 %d 位（共 64 位）
-- fix: Give the entry on the home screen the icon of the app.
-- fix.zh: 使桌面入口的图标与应用图标一致。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- hit: icon-launcher
-- miss: icon-adaptive
-- Pictures that look the same differ in few bits of their hashes. The app is the base, also of an entry that a split adds.
SELECT i.component AS subject, 'the picture of the app nearest to it differs in ' || min(i.apart) || ' of 64 bits' AS detail, i.path
FROM (SELECT e.component, e.path, (SELECT min(bits_apart(o.dhash, e.dhash)) FROM icon o WHERE o.package = p.package AND o.component IS NULL) AS apart
  FROM icon e JOIN package f ON f.package = e.package JOIN package p ON p.package = f.package OR f.split IS NOT NULL
  WHERE p.split IS NULL AND e.component IS NOT NULL AND e.dhash IS NOT NULL AND e.kind IS NULL) i
WHERE i.apart > 10 AND EXISTS (SELECT 1 FROM icon g WHERE g.component IS NOT NULL AND g.dhash IS NOT NULL) GROUP BY i.component;

-- rule: icon.transparent
-- verdict: review
-- title: The icon cannot be seen
-- title.zh: 应用图标完全或几乎完全透明
-- fix: Give the app an icon that users can see.
-- fix.zh: 为应用设置可见的图标。
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: icon-transparent
-- miss: clean
-- Asked of phones of 320, 480 and 640 dpi, each of which takes what is made for it, else the next above, else the highest (ResTable_config::isBetterThan), and since Android 8 what
-- is made for any (65534) before all. Where one picture that they take can be seen, others need not be; but a round icon, which few phones show, does not make up for the other. Of an
-- adaptive icon neither layer can be seen; its monochrome one, which few users ask for, does not make up for them, and neither do banners and logos.
WITH s AS MATERIALIZED (SELECT package, component, path, round, layer, transparent, dpi FROM (
    SELECT i.*, d.column1 AS dpi, rank() OVER (PARTITION BY i.package, i.component, i.round, i.layer, d.column1
      ORDER BY i.density = 65534 AND p.min_sdk >= 26 DESC, i.density < d.column1, abs(i.density - d.column1)) AS place
    FROM (SELECT package, component, path, round, layer, transparent, iif(coalesce(density, 0) IN (0, 65535), 160, density) AS density FROM icon WHERE kind IS NULL AND layer IS NOT 'monochrome') i
    JOIN package p ON p.package = i.package JOIN (VALUES (320), (480), (640)) d ON 1) WHERE place = 1)
SELECT DISTINCT coalesce(i.component, p.app_id) AS subject, i.path FROM package p JOIN s i ON i.package = p.package AND i.transparent = 1
WHERE EXISTS (SELECT 1 FROM icon t WHERE t.transparent = 1)
  AND NOT EXISTS (SELECT 1 FROM s o WHERE o.package = p.package AND o.dpi = i.dpi AND o.component IS i.component AND o.transparent = 0 AND (o.round IS NULL OR i.round = 1))
  AND (i.layer IS NULL OR EXISTS (SELECT 1 FROM s o WHERE o.package = p.package AND o.dpi = i.dpi AND o.component IS i.component AND o.layer <> i.layer AND o.transparent = 1));

-- rule: icon.unknown
-- verdict: notice
-- title: What users see of the icon is not known
-- title.zh: 无法判断用户所见的应用图标
-- detail.zh: a resource of the system's, which is not known here => 系统资源，无法在此得知
-- detail.zh: the file is not there: phones show the default icon => 文件不存在，手机显示默认图标
-- detail.zh: a picture or drawing that is not looked at => 未能判断的图片或图形
-- detail.zh: %s pixels => %s 像素
-- detail.zh: phones show it turned, as its EXIF says => 手机按其 EXIF 方向旋转后显示
-- detail.zh: phones show it redrawn by XML: turned, cut, moved, tinted or covered => XML 图形使其旋转、裁切、移位、着色或被遮盖后显示
-- detail.zh: phones show it in other colours, by a profile that no build tool leaves => 手机按其中的色彩特性文件换色显示，构建工具不会留下此类文件
-- fix: Give the app an icon of PNG or WebP pictures, upright and in sRGB, which XML takes whole and as they are, or of drawings whose colours stand in them.
-- fix.zh: 请使用方向正常、色彩为 sRGB 的 PNG 或 WebP 图片，XML 引用时应完整、原样显示，或在图形中直接写明颜色。
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: icon-unknown
-- miss: icon-adaptive
-- One row of each, where nothing of it can be seen for certain and icon.transparent does not say that nothing can be. XML that takes other files alone is none.
-- What phones show otherwise than it stands is compared with no other icon as they show it: for review, unless the listed version has the very file, and XML that redraws it, too.
WITH s AS (SELECT * FROM icon WHERE kind IS NULL AND layer IS NOT 'monochrome')
SELECT coalesce(i.component, p.app_id) AS subject, iif(i.altered = 'turned', 'phones show it turned, as its EXIF says', iif(i.altered = 'redrawn',
    'phones show it redrawn by XML: turned, cut, moved, tinted or covered', 'phones show it in other colours, by a profile that no build tool leaves')) AS detail, i.path,
  iif(EXISTS (SELECT 1 FROM previous_icon k WHERE k.sha256 = i.sha256 AND (k.altered = 'redrawn' OR i.altered <> 'redrawn')), 'notice', 'review') AS verdict
FROM package p JOIN icon i ON i.package = p.package AND i.altered IS NOT NULL GROUP BY i.path, coalesce(i.component, p.app_id)
UNION ALL
SELECT subject, detail, path, 'notice' FROM (
  SELECT coalesce(i.component, p.app_id) AS subject, i.path, row_number() OVER (PARTITION BY p.package, i.component ORDER BY i.width IS NULL, i.path) AS number,
    CASE WHEN i.width IS NOT NULL AND i.transparent = 0 THEN i.width || ' x ' || i.height || ' pixels'
         WHEN i.sha256 IS NOT NULL THEN 'a picture or drawing that is not looked at'
         WHEN EXISTS (SELECT 1 FROM entry e WHERE e.package = p.package AND e.path = i.path) THEN 'a resource of the system''s, which is not known here'
         ELSE 'the file is not there: phones show the default icon' END AS detail
  FROM package p JOIN icon i ON i.package = p.package AND i.kind IS NULL AND i.layer IS NOT 'monochrome' AND (i.transparent IS NULL OR (i.width <= 4 AND i.height <= 4))
  WHERE NOT EXISTS (SELECT 1 FROM s o WHERE o.package = p.package AND o.component IS i.component AND o.transparent = 0 AND (o.width > 4 OR o.height > 4 OR o.width IS NULL)
                    AND (o.round IS NULL OR i.round = 1))
    AND NOT EXISTS (SELECT 1 FROM s o WHERE o.package = p.package AND o.component IS i.component AND o.transparent = 1 AND (o.layer IS NULL
                    OR EXISTS (SELECT 1 FROM s q WHERE q.package = p.package AND q.component IS o.component AND q.layer <> o.layer AND q.transparent = 1))))
WHERE number = 1;

-- rule: android.launcher-disabled
-- verdict: notice
-- title: An entry on the home screen is disabled, and may come and go
-- title.zh: 桌面入口被禁用，可动态隐藏或出现
-- detail.zh: activity => Activity
-- detail.zh: service => 服务
-- detail.zh: receiver => 广播接收器
-- detail.zh: provider => 内容提供者
-- detail.zh: alias => Activity 别名
-- fix: Leave the app's entry on the home screen enabled.
-- fix.zh: 保持应用桌面入口处于启用状态。
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: launcher-disabled
-- miss: clean
-- Review where no other entry is left, in the base or in a split.
SELECT DISTINCT c.name AS subject, c.kind AS detail, c.path,
  CASE WHEN EXISTS (SELECT 1 FROM package m WHERE m.main_component IS NOT NULL AND (m.package = p.package OR m.split IS NOT NULL OR p.split IS NOT NULL))
    THEN 'notice' ELSE 'review' END AS verdict
FROM component c JOIN package p ON p.package = c.package
WHERE c.enabled = 0 AND c.kind IN ('activity', 'alias')
  AND EXISTS (SELECT 1 FROM intent_filter f WHERE f.package = c.package AND f.component = c.name AND f.category = 'android.intent.category.LAUNCHER');

-- rule: android.hidden-from-recents
-- verdict: review
-- title: The app is not shown among the recent ones
-- title.zh: 应用不显示在最近任务中
-- fix: Take excludeFromRecents out of the app's main activity.
-- fix.zh: 主界面不要设置 excludeFromRecents。
-- class: rogue
-- basis: miit-2023-26
-- platform: android
-- hit: launcher-disabled
-- miss: clean
-- Of each base together with all splits, which are installed beside any. A task is shown or not as the activity that it begins with: on the home screen
-- an enabled entry, or the activity that an alias stands for; without one those that are disabled, and without any each activity. The first rank that is there counts.
SELECT p.app_id AS subject, p.path FROM package p
JOIN (SELECT c.package, b.split, CASE WHEN e.component IS NULL THEN 3 WHEN c.enabled = 0 OR c.exported = 0 THEN 2 ELSE 1 END AS rank,
    coalesce(iif(c.kind = 'alias', t.exclude_from_recents, c.exclude_from_recents), 0) AS is_hidden
  FROM component c JOIN package b ON b.package = c.package
  LEFT JOIN (SELECT DISTINCT l.package, l.component FROM intent_filter l WHERE l.category = 'android.intent.category.LAUNCHER'
    AND EXISTS (SELECT 1 FROM intent_filter m WHERE m.package = l.package AND m.component = l.component AND m.position = l.position
      AND m.action = 'android.intent.action.MAIN')
    AND NOT EXISTS (SELECT 1 FROM intent_filter d WHERE d.package = l.package AND d.component = l.component AND d.position = l.position
      AND coalesce(d.scheme, d.mime) IS NOT NULL)) e
    ON e.package = c.package AND e.component = c.name
  LEFT JOIN component t ON t.package = c.package AND t.kind = 'activity' AND t.name = c.target
  WHERE c.kind = 'activity' OR (c.kind = 'alias' AND e.component IS NOT NULL)) a ON a.package = p.package OR a.split IS NOT NULL
WHERE p.split IS NULL AND EXISTS (SELECT 1 FROM component h WHERE h.exclude_from_recents = 1) GROUP BY p.package HAVING min(2 * a.rank + a.is_hidden) % 2 = 1;
