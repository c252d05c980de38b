-- Permissions and what they are for.

-- rule: permission.no-purpose
-- subject: catalogue
-- verdict: review
-- title: A sensitive permission without a declared purpose
-- title.zh: 敏感权限未说明用途
-- detail.zh: %s => %k
-- fix: Say in the form what the permission is for, or take it out.
-- fix.zh: 在提交表单中逐项说明该权限的用途，或删除该权限。
-- class: privacy
-- basis: licence-16.11, app-behaviours-2.1, app-behaviours-2.3, taf-076
-- platform: android
-- hit: sms-no-purpose, purpose-empty, dropper
-- miss: sms-with-purpose, update-first
-- Which apps are installed is personal information, though the platform asks nobody; of some that it gives to all, and that users give by a computer, users may want to know it
-- (purpose_permissions). It has no label for some, or none in one of the languages. What was not read of the manifest may hold a purpose; when it was read to its end there is a package.
SELECT DISTINCT p.name AS subject, coalesce(iif(a.label_zh <> '', nullif(a.label_en, ''), NULL), h.label_en, v.meaning, trim(m.meaning, '.')) AS detail, p.path, coalesce(w.verdict, 'review') AS verdict
FROM permission p
JOIN package k ON k.package = p.package
LEFT JOIN android_permissions a ON a.name = p.name
LEFT JOIN android_health_permissions h ON h.name = p.name
LEFT JOIN vendor_permissions v ON p.name GLOB v.name
LEFT JOIN permission_meanings m ON m.name = p.name
LEFT JOIN purpose_permissions w ON w.name = p.name
WHERE p.origin IN ('declared', 'declared-sdk-23')
  AND (a.base_level = 'dangerous' OR a.special_access = '1' OR h.name IS NOT NULL OR v.level = 'dangerous' OR w.name IS NOT NULL OR p.name IN (SELECT k.name FROM permission_kinds k WHERE k.kind = 'APPLIST'))
  AND NOT EXISTS (SELECT 1 FROM purpose u WHERE u.permission = p.name AND trim(u.text) <> '')
  AND NOT EXISTS (SELECT 1 FROM component c WHERE c.permission = p.name AND a.special_access = '1')
  AND NOT EXISTS (SELECT 1 FROM anomaly r WHERE r.package = p.package AND r.effect = 'unread' AND r.path = 'AndroidManifest.xml');

-- rule: permission.service-no-purpose
-- subject: catalogue
-- verdict: review
-- title: A service with special access to the phone, without a declared purpose
-- title.zh: 具有特殊权限的服务未说明用途
-- fix: Say in the form what the service is for, or take it out.
-- fix.zh: 在提交表单中说明该服务的用途，或删除该服务。
-- class: privacy
-- basis: licence-16.11, tc260-pg-20204a
-- platform: android
-- hit: dropper
-- miss: clean, exported-path
SELECT DISTINCT c.permission AS subject, c.name AS detail, c.path
FROM component c JOIN android_permissions a ON a.name = c.permission
WHERE a.special_access = '1'
  AND NOT EXISTS (SELECT 1 FROM purpose u WHERE u.permission = c.permission AND trim(u.text) <> '');

-- rule: permission.special-service
-- subject: catalogue
-- verdict: notice
-- title: Services with special access to the phone
-- title.zh: 具有特殊权限的服务
-- detail.zh: %s; no version of the app was listed before => %s；此前没有版本上架
-- detail.zh: %s %s => %s %s
-- fix: Take services out that the app does not need, or say in the form (explanations) what each does, and when the user switches it on.
-- fix.zh: 删除不需要的服务，或在表单的 explanations 中说明各服务的作用及用户开启的方式。
-- class: system
-- basis: licence-16.11, tc260-pg-20204a
-- platform: android
-- hit: accessibility, accessibility after accessibility
-- miss: clean
-- A purpose, which permission.service-no-purpose asks for, is soon written: for a person to see until a version was listed, beside which a service is history.special-service-added
-- and a capability history.capability-added. What is listed is new no more: to a patrol it is a notice.
SELECT NULL AS subject, k.said || iif(k.is_new, '; no version of the app was listed before', '') AS detail, k.path, iif(k.is_new, 'review', 'notice') AS verdict
FROM (SELECT group_concat(s.service || coalesce(' (' || s.capabilities || ')', ''), ', ') AS said, min(s.path) AS path,
    r.mode = 'gate' AND NOT EXISTS (SELECT 1 FROM previous_package) AS is_new
  FROM (SELECT replace(c.permission, 'android.permission.', '') || ' ' || c.name AS service, replace(group_concat(DISTINCT n.name), ',', ', ') AS capabilities, c.path
    FROM component c JOIN android_permissions a ON a.name = c.permission LEFT JOIN capability n ON n.package = c.package AND n.component = c.name AND n.value IS NULL
    WHERE c.permission IS NOT NULL AND a.special_access = '1' GROUP BY c.permission, c.name) s
  JOIN run r GROUP BY r.mode) k;

-- rule: permission.service-capability
-- subject: catalogue
-- verdict: notice
-- title: What a service with special access or a device administrator may do
-- title.zh: 具有特殊权限的服务或设备管理器声明的能力
-- detail.zh: %s: %s => %s：%k
-- detail.zh: %s: %s: %s => %s：%k：%s
-- detail.zh: %s: %s: every app => %s：%k：所有应用
-- detail.zh: %s: %s: %s (%s) => %s：%k：%k（%s）
-- fix: Take the capability out, or say in the form (explanations) what it is for.
-- fix.zh: 删除该能力，或在表单的 explanations 中说明其用途。
-- class: privacy
-- basis: licence-16.11, tc260-pg-20204a
-- platform: android
-- hit: accessibility-gestures
-- miss: clean
-- Beside permission.special-service, which is for a person to see. One that the listed version has not is history.capability-added. Who hears of a well-known app or a package of the
-- platform's by its name, or is a bank card to readers, is for a person to see where no such service was listed. Names of others are in the facts.
SELECT k.name AS subject, k.component || ': ' || trim(coalesce(m.meaning, k.name), '.') || coalesce(CASE WHEN k.value = '*' THEN ': every app' WHEN k.owner IS NULL THEN ': ' || k.value
    ELSE ': ' || k.owner || ' (' || replace(group_concat(DISTINCT k.value), ',', ', ') || ')' END, '') AS detail, k.path,
  iif(max(k.is_grave AND k.is_new) AND r.mode = 'gate', 'review', 'notice') AS verdict
FROM (SELECT n.name, n.component, n.value, n.path, coalesce(min(s.app), w.network) AS owner, s.packages IS NOT NULL OR w.rid IS NOT NULL OR n.name = 'payment' AS is_grave,
    NOT EXISTS (SELECT 1 FROM previous_component b WHERE b.permission = c.permission) AS is_new
  FROM capability n JOIN component c ON c.package = n.package AND c.name = n.component JOIN android_permissions a ON a.name = c.permission AND a.special_access = '1'
  LEFT JOIN (SELECT app, packages FROM app_schemes UNION SELECT app, packages FROM app_hosts UNION SELECT app, packages FROM known_apps UNION SELECT NULL, package FROM android_packages) s
    ON n.name = 'packageNames' AND instr(' ' || s.packages || ' ', ' ' || n.value || ' ') > 0
  LEFT JOIN payment_networks w ON n.name = 'aid-filter' AND w.rid = substr(n.value, 1, 10)
  GROUP BY n.name, n.component, n.value, n.path) k
JOIN run r LEFT JOIN capability_meanings m ON m.name = k.name
WHERE k.value IS NULL OR k.value = '*' OR k.is_grave
GROUP BY k.name, k.component, k.path, coalesce(k.owner, k.value);

-- rule: permission.placeholder-purpose
-- verdict: review
-- title: A purpose that says nothing
-- title.zh: 权限用途说明无实际内容
-- fix: Say for what function, in words of your own, the permission is needed.
-- fix.zh: 用具体文字说明何种功能需要该权限。
-- class: privacy
-- basis: licence-16.11, app-behaviours-2.3
-- platform: android
-- hit: purpose-placeholder
-- miss: sms-with-purpose, purpose-empty
-- Two characters may say what for (扫码, 拍照), two letters do not; nor does one sign again and again, nor what is put together of words that say nothing (purpose_fillers,
-- purpose_placeholders), each as long as may be, and of what the platform calls the permission's group.
WITH w AS MATERIALIZED (SELECT c.text, iif(c.text GLOB '[a-z]*', '(?<![a-z])\Q' || c.text || '\E(?![a-z])', '\Q' || c.text || '\E') AS pattern
  FROM (SELECT text FROM purpose_placeholders UNION SELECT text FROM purpose_fillers) c
  WHERE instr((SELECT lower(group_concat(p.text)) FROM purpose p), c.text) > 0 ORDER BY length(c.text) DESC),
u AS MATERIALIZED (SELECT permission, text, path, bare, lower(bare) AS small FROM (SELECT permission, text, path,
    trim(text, ' .,;:!?*#()[]{}<>/\|"`_-=+~…。，；：！？、·（）【】《》“”‘’—' || char(39, 9, 10, 13, 12288)) AS bare
  FROM purpose WHERE trim(text) <> ''))
SELECT DISTINCT u.permission AS subject, u.text AS detail, u.path
FROM u
LEFT JOIN android_permissions a ON a.name = u.permission
LEFT JOIN permission_meanings m ON m.name = u.permission
LEFT JOIN android_permission_groups g ON g.name = a."group"
WHERE NOT regexp('\w{3}|\p{Han}.*\p{Han}', u.bare) OR regexp('^(.)\1*$', u.bare)
  OR u.permission IN (u.bare, 'android.permission.' || u.bare)
  OR u.bare IN (a.label_zh, a.label_en, trim(m.meaning_zh, '。'), trim(m.meaning, '.'))
  OR regexp((SELECT '^(?:[^\p{L}\p{N}]' || coalesce('|\Q' || nullif(g.label_zh, '') || '\E', '') || coalesce('|\Q' || lower(nullif(g.label_en, '')) || '\E', '')
      || coalesce('|' || group_concat(w.pattern, '|'), '') || ')++\z' FROM w WHERE instr(u.small, w.text) > 0), u.small);

-- rule: permission.purpose-of-another
-- verdict: review
-- title: A purpose that speaks of another permission
-- title.zh: 权限用途所述为其他权限的用途
-- detail.zh: %s: %s => %s：%s
-- fix: Say for what function this permission is needed.
-- fix.zh: 说明需要该权限的具体功能。
-- class: privacy
-- basis: licence-16.11, app-behaviours-2.3
-- platform: android
-- hit: purpose-of-another
-- miss: sms-with-purpose, purpose-copied
-- It has a word by which policies speak of permissions of another kind, or for what plainly is done by one, and none of those that purposes of this kind have (permission_words). Latin
-- words count from where they begin, those of three letters whole. Until it was listed so.
WITH u AS MATERIALIZED (SELECT p.permission, p.text, p.path, k.kind, lower(p.text) AS small FROM purpose p JOIN permission_kinds k ON k.name = p.permission),
w AS NOT MATERIALIZED (SELECT kind, word, iif(place = 'any', word, NULL) AS name, place, lower(word) AS small,
    iif(word GLOB '[A-Za-z]*', '(?<![a-z])\Q' || lower(word) || iif(length(word) < 4 AND word NOT GLOB '*[^A-Za-z]*', '\Es?(?![a-z])', '\E'), '') AS pattern
  FROM permission_words WHERE word <> '')
SELECT o.subject, o.detail, o.path,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'permission.purpose-of-another' AND f.subject = o.subject AND f.verdict <> 'notice'
    AND instr('; ' || f.detail || ';', '; ' || o.detail || ';') > 0), 'notice', 'review') AS verdict
FROM (SELECT u.permission AS subject, u.text || ': ' || coalesce(min(w.name), min(w.word)) AS detail, u.path
  FROM u CROSS JOIN w ON w.kind <> u.kind AND w.place IN ('any', 'topic') AND instr(u.small, w.small) > 0 AND regexp(w.pattern, u.small)
  WHERE NOT EXISTS (SELECT 1 FROM w n WHERE n.kind = u.kind AND instr(u.small, n.small) > 0 AND regexp(n.pattern, u.small))
  GROUP BY u.permission, u.text) o;

-- rule: permission.purpose-not-chinese
-- verdict: review
-- title: A purpose that is not in Chinese
-- title.zh: 权限用途未用中文说明
-- fix: Say what the permission is for in Chinese.
-- fix.zh: 用中文说明该权限的用途。
-- class: privacy
-- basis: licence-16.11, taf-076
-- platform: android
-- hit: purpose-english
-- miss: sms-with-purpose, purpose-empty
SELECT u.permission AS subject, group_concat(u.text, ' · ') AS detail, u.path
FROM purpose u
WHERE trim(u.text) <> '' AND EXISTS (SELECT 1 FROM permission p WHERE p.name = u.permission)
GROUP BY u.permission HAVING max(regexp('\p{Han}', u.text)) = 0;

-- rule: permission.copied-purpose
-- verdict: notice
-- title: The same purpose is given for permissions of several kinds
-- title.zh: 多类权限使用相同的用途说明
-- fix: Say for each permission on its own what it is for.
-- fix.zh: 对每项权限分别说明用途。
-- class: privacy
-- basis: licence-16.11, app-behaviours-2.3
-- platform: android
-- hit: purpose-copied
-- miss: sms-with-purpose
SELECT NULL AS subject, group_concat(DISTINCT u.permission) || ': ' || trim(u.text) AS detail, min(u.path) AS path
FROM purpose u
LEFT JOIN permission_kinds k ON k.name = u.permission
WHERE trim(u.text) <> '' GROUP BY trim(u.text) HAVING count(DISTINCT coalesce(k.kind, u.permission)) >= 3;

-- rule: permission.purpose-without-permission
-- verdict: notice
-- title: A purpose for a permission that the app does not ask for
-- title.zh: 说明了未申请权限的用途
-- fix: Take purposes of permissions out that the app does not ask for.
-- fix.zh: 删除应用并未申请的权限的用途说明。
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: purpose-spare
-- miss: sms-with-purpose, sdk-declared
-- What starts the app without a permission is explained by those that android.autostart and android.sync-autostart name.
SELECT DISTINCT u.permission AS subject, u.text AS detail FROM purpose u
WHERE u.origin = 'submission' AND NOT EXISTS (SELECT 1 FROM permission p WHERE p.name = u.permission)
  AND NOT EXISTS (SELECT 1 FROM component c WHERE c.permission = u.permission)
  AND NOT (u.permission IN ('android.permission.WRITE_SYNC_SETTINGS', 'android.permission.RECEIVE_BOOT_COMPLETED')
    AND EXISTS (SELECT 1 FROM intent_filter f WHERE f.action IN ('android.content.SyncAdapter', 'android.intent.action.USER_PRESENT')));

-- rule: permission.signature-level
-- subject: catalogue
-- verdict: notice
-- title: A permission that only system apps get
-- title.zh: 申请了仅系统应用可用的权限
-- detail.zh: %s => %k
-- class: quality
-- basis: gbt-41391-6.5
-- platform: android
-- hit: manifest-careless
-- miss: clean, dropper
SELECT DISTINCT p.name AS subject, a.base_level || coalesce(' ' || nullif(a.level_flags, ''), '') AS detail, p.path
FROM permission p JOIN android_permissions a ON a.name = p.name
WHERE p.origin IN ('declared', 'declared-sdk-23') AND a.base_level IN ('signature', 'internal') AND a.special_access <> '1'
  AND '|' || a.level_flags || '|' NOT LIKE '%|development|%';

-- rule: permission.development
-- subject: catalogue
-- verdict: notice
-- title: A permission that users can give by a computer (adb) or a tool, and else only system apps get
-- title.zh: 申请了开发类权限：用户可通过电脑（adb）或工具授予，否则仅系统应用可用
-- detail.zh: %s => %k
-- class: system
-- basis: gbt-41391-6.5
-- platform: android
-- hit: manifest-careless
-- miss: clean, dropper
-- The shell may give any app what it asks for of these (pm grant); tools without root go that way.
SELECT DISTINCT p.name AS subject, a.base_level || ' ' || a.level_flags AS detail, p.path
FROM permission p JOIN android_permissions a ON a.name = p.name
WHERE p.origin IN ('declared', 'declared-sdk-23') AND a.special_access <> '1' AND '|' || a.level_flags || '|' LIKE '%|development|%';

-- rule: permission.max-sdk-range
-- verdict: review
-- title: maxSdkVersion of a permission is out of range
-- title.zh: 权限的 maxSdkVersion 超出范围
-- detail.zh: maxSdkVersion %d => maxSdkVersion 为 %d
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: manifest-careless
-- miss: permissions-implied
SELECT DISTINCT name AS subject, 'maxSdkVersion ' || max_sdk AS detail, path FROM permission
WHERE origin LIKE 'declared%' AND max_sdk NOT BETWEEN 1 AND 10000;

-- rule: permission.name-length
-- verdict: review
-- title: A permission name is too long
-- title.zh: 权限名称过长
-- detail.zh: %d characters => 共 %d 个字符
-- class: quality
-- basis: licence-16.11
-- platform: android
-- hit: manifest-careless
-- miss: permissions-implied
SELECT DISTINCT substr(name, 1, 60) AS subject, length(name) || ' characters' AS detail, path FROM permission WHERE length(name) > 512;

-- rule: permission.unusual-for-category
-- subject: catalogue
-- verdict: review
-- title: A permission that apps of this category do not need
-- title.zh: 该类应用通常不需要的权限
-- detail.zh: %s, category %s, type %s => %k，类别 %s，类型 %k
-- fix: Take the permission out, or say in the form (explanations) which function of this kind of app needs it.
-- fix.zh: 删除与该类应用基本功能无关的权限，或在表单的 explanations 中说明所需功能。
-- class: privacy
-- basis: app-types-39, app-behaviours-4.1
-- platform: android
-- hit: category-unusual
-- miss: category-usual
-- What was listed so for the same kind of app is a notice.
SELECT u.subject, u.detail, u.path,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'permission.unusual-for-category' AND f.subject = u.subject AND f.detail = u.detail AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT p.name AS subject, coalesce(iif(n.label_zh <> '', nullif(n.label_en, ''), NULL), trim(m.meaning, '.')) || ', category ' || s.category || ', type ' || t.name_en AS detail, p.path
  FROM submission s JOIN app_type t
  JOIN permission p ON p.origin IN ('declared', 'declared-sdk-23')
  JOIN permission_kinds k ON k.name = p.name
  LEFT JOIN android_permissions n ON n.name = p.name
  LEFT JOIN permission_meanings m ON m.name = p.name
  GROUP BY p.name
  HAVING max(instr(' ' || t.expected_groups || ' ' || t.optional_groups || ' ', ' ' || k.kind || ' ')) = 0) u;

-- rule: permission.queries-all
-- verdict: notice
-- title: The app sees all other apps by an intent of its queries, for which there is a permission
-- title.zh: 应用通过 queries 声明的意图可见其他全部应用，未申请相应权限
-- detail.zh: action %s => 操作 %s
-- detail.zh: action %s; category %s, type %s => 操作 %s；类别 %s，类型 %k
-- fix: Name the apps and intents that it needs, or ask for QUERY_ALL_PACKAGES and say what for.
-- fix.zh: 仅声明所需的应用与意图，或申请 QUERY_ALL_PACKAGES 并说明用途。
-- class: privacy
-- basis: app-types-39, app-behaviours-4.1
-- platform: android
-- hit: queries-all, queries-many
-- miss: clean
-- Review where apps of the category need no list of apps, as of that permission.
SELECT q.app_id AS subject, 'action ' || q.value || coalesce('; category ' || s.category || ', type ' || t.name_en, '') AS detail, q.path,
  iif(t.name IS NULL, 'notice', 'review') AS verdict
FROM (SELECT p.app_id, min(u.value) AS value, u.path FROM broad_query u JOIN package p ON p.package = u.package
    WHERE NOT EXISTS (SELECT 1 FROM permission o WHERE o.name = 'android.permission.QUERY_ALL_PACKAGES') GROUP BY p.app_id) q
LEFT JOIN submission s ON trim(s.category) <> ''
LEFT JOIN app_type t ON instr(' ' || t.expected_groups || ' ' || t.optional_groups || ' ', ' APPLIST ') = 0;

-- rule: permission.queries-many
-- verdict: notice
-- title: The app asks for very many apps one by one whether they are installed
-- title.zh: 应用通过 queries 逐一声明大量应用（包名、链接或内容提供者），可据此获取已安装应用列表
-- detail.zh: %d packages, intents and authorities => 包名、意图与内容提供者共 %d 项
-- fix: Name the apps that it needs.
-- fix.zh: 仅声明所需的应用。
-- class: privacy
-- basis: app-types-39, app-behaviours-4.1
-- platform: android
-- hit: queries-many
-- miss: queries-all
-- What is installed is personal information, one by one as well: a link of an app's own tells of it as its name does. Base and splits together; a provider may have
-- several authorities. So many that they are a list of all: as of permission.queries-all.
SELECT q.app_id AS subject, q.num || ' packages, intents and authorities' AS detail, q.path, iif(t.name IS NULL, 'notice', 'review') AS verdict
FROM (SELECT app_id, sum(1 + iif(kind = 'provider', length(value) - length(replace(value, ';', '')), 0)) AS num, min(path) AS path
    FROM (SELECT DISTINCT p.app_id, u.kind, u.value, u.scheme, u.host, u.mime, u.path FROM query u JOIN package p ON p.package = u.package)
    GROUP BY app_id HAVING num > 50) q
LEFT JOIN submission s ON trim(s.category) <> '' AND q.num > 500
LEFT JOIN app_type t ON s.category IS NOT NULL AND instr(' ' || t.expected_groups || ' ' || t.optional_groups || ' ', ' APPLIST ') = 0;

-- rule: permission.unknown-category
-- verdict: notice
-- title: The category is none of the 39 common types: its permissions are compared with none
-- title.zh: 应用类别不属于 39 类常见类型，未按类别核对权限
-- detail.zh: %s; category %s => %s；类别 %s
-- fix: Say in the form which of the common types the app is, by its name or number.
-- fix.zh: 在表单中填写应用所属的常见类型（名称或编号）。
-- class: quality
-- basis: app-types-39
-- platform: android
-- hit: category-unknown
-- miss: category-usual, form-whole, form-bare
-- A number that is none of theirs is no word of the store's either, nor is another one beside a type's name: review. So are permissions that other types
-- do not need, unless the listed version had that category: one that it has not is history.permission-added. Nearly every type may have files and notifications.
SELECT NULL AS subject, coalesce(u.names || '; category ', '') || s.category AS detail, iif(regexp('^\d[\d 类]*\z', folded(s.category)) OR EXISTS (SELECT 1 FROM app_types_39 t WHERE instr(folded(s.category), t.name)
  AND regexp('^\d+[^\p{L}\d]*' || t.name || '类?\z|^' || t.name || '类?[^\p{L}\d]*\d+\W*\z', folded(s.category)))
  OR (u.names IS NOT NULL AND NOT EXISTS (SELECT 1 FROM previous_submission b WHERE b.category = s.category)), 'review', 'notice') AS verdict
FROM submission s JOIN (SELECT replace(group_concat(DISTINCT replace(p.name, 'android.permission.', '')), ',', ', ') AS names
  FROM permission p LEFT JOIN permission_kinds k ON k.name = p.name LEFT JOIN android_permissions a ON a.name = p.name
  WHERE p.origin IN ('declared', 'declared-sdk-23') AND (k.kind NOT IN ('STORAGE', 'NOTIFICATIONS') OR a.special_access = '1')) u
WHERE trim(s.category) <> '' AND NOT EXISTS (SELECT 1 FROM app_type);

-- rule: permission.annex-e
-- subject: catalogue
-- verdict: review
-- title: A permission of low relevance for this category, by GB/T 41391 Annex E
-- title.zh: 与该类服务相关程度较低的权限（GB/T 41391 附录 E）
-- detail.zh: category %s, type %s => 类别 %s，类型 %k
-- fix: Take the permission out, or say in the form (explanations) which function of this kind of app needs it.
-- fix.zh: 删除与该类服务相关程度较低的权限，或在表单的 explanations 中说明所需功能。
-- class: privacy
-- basis: gbt-41391-annex-e
-- platform: android
-- miss: category-unusual
SELECT DISTINCT p.name AS subject, 'category ' || s.category || ', type ' || t.name_en AS detail, p.path
FROM submission s JOIN app_type t
JOIN gbt41391_annex_e e ON e.type IN (t.no, t.name) AND e.x <> ''
JOIN permission p ON p.name IN (e.permission, 'android.permission.' || e.permission)
WHERE p.origin IN ('declared', 'declared-sdk-23');
