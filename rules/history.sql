-- Against the version that is listed. The previous version's facts stand in previous_<table>; without one these rules are silent.

-- rule: history.signer-changed
-- verdict: reject
-- title: Signed by another signer than the listed version, without proof of rotation
-- title.zh: 签名者与已上架版本不同，且无密钥轮换证明
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT DISTINCT b.sha256 AS subject,
  'now signed by ' || coalesce((SELECT group_concat(DISTINCT substr(c.sha256, 1, 16)) FROM certificate c WHERE c.role = 'signer' AND c.position = 0), 'nobody') AS detail
FROM previous_certificate b
WHERE b.role = 'signer' AND b.position = 0
  AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.sha256 = b.sha256 AND c.role IN ('signer', 'lineage'))
UNION
SELECT DISTINCT c.sha256, 'was signed by ' || (SELECT group_concat(DISTINCT substr(b.sha256, 1, 16)) FROM previous_certificate b WHERE b.role = 'signer' AND b.position = 0)
FROM certificate c
WHERE c.role = 'signer' AND c.position = 0 AND EXISTS (SELECT 1 FROM previous_certificate)
  AND NOT EXISTS (SELECT 1 FROM previous_certificate b WHERE b.role = 'signer' AND b.position = 0
                  AND NOT EXISTS (SELECT 1 FROM certificate o WHERE o.sha256 = b.sha256 AND o.role IN ('signer', 'lineage')))
  AND NOT EXISTS (SELECT 1 FROM previous_certificate b WHERE b.sha256 = c.sha256)
  AND NOT EXISTS (SELECT 1 FROM certificate l JOIN previous_certificate b ON b.sha256 = l.sha256
                  WHERE l.role = 'lineage' AND b.role = 'signer' AND l.package = c.package);

-- rule: signer.rotated
-- verdict: notice
-- title: The signing key was changed, with proof of rotation
-- title.zh: 签名密钥已轮换，且有轮换证明
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT DISTINCT c.sha256 AS subject, 'before: ' || substr(b.sha256, 1, 16) AS detail, c.path
FROM certificate c JOIN certificate l ON l.role = 'lineage' AND l.package = c.package
JOIN previous_certificate b ON b.sha256 = l.sha256 AND b.role = 'signer'
WHERE c.role = 'signer' AND NOT EXISTS (SELECT 1 FROM previous_certificate o WHERE o.sha256 = c.sha256);

-- rule: history.version-code-not-rising
-- verdict: reject
-- title: The version code is lower than that of the listed version
-- title.zh: 版本号低于已上架版本
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT p.app_id AS subject, 'version code ' || p.version_code || ', listed is ' || b.version_code AS detail, p.path
FROM package p JOIN previous_package b ON b.role = p.role WHERE p.version_code < b.version_code;

-- rule: history.same-version-code
-- verdict: reject
-- title: Another content under the version code that is listed
-- title.zh: 相同版本号但内容不同
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT p.app_id AS subject, 'version code ' || p.version_code || ', role ' || p.role AS detail, p.path
FROM package p JOIN previous_package b ON b.role = p.role AND b.version_code = p.version_code
WHERE p.content_digest <> b.content_digest;

-- rule: history.permission-added
-- verdict: review
-- title: A permission that the listed version does not have
-- title.zh: 新增权限
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT DISTINCT p.name AS subject, coalesce(a.base_level, v.level, 'unknown') || coalesce('; purpose given: ' || (SELECT u.text FROM purpose u WHERE u.permission = p.name LIMIT 1),
    '') AS detail, p.path,
  CASE WHEN a.base_level = 'dangerous' OR a.special_access = '1' OR v.level = 'dangerous' OR (a.name IS NULL AND v.name IS NULL) THEN 'review' ELSE 'notice' END AS verdict
FROM permission p
LEFT JOIN android_permissions a ON a.name = p.name LEFT JOIN vendor_permissions v ON v.name = p.name
WHERE EXISTS (SELECT 1 FROM previous_package) AND NOT EXISTS (SELECT 1 FROM previous_permission b WHERE b.name = p.name);

-- rule: history.permission-widened
-- verdict: review
-- title: A permission is asked for on more Android versions than before
-- title.zh: 权限适用范围扩大
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT p.name AS subject, 'maxSdkVersion ' || (SELECT max(b.max_sdk) FROM previous_permission b WHERE b.name = p.name) || ' before, '
  || coalesce(max(p.max_sdk), 'none') || ' now' AS detail, p.path
FROM permission p
WHERE p.origin IN ('declared', 'declared-sdk-23') AND EXISTS (SELECT 1 FROM previous_permission b WHERE b.name = p.name)
  AND NOT EXISTS (SELECT 1 FROM previous_permission b WHERE b.name = p.name AND b.max_sdk IS NULL)
GROUP BY p.name
HAVING sum(p.max_sdk IS NULL) > 0 OR max(p.max_sdk) > (SELECT max(b.max_sdk) FROM previous_permission b WHERE b.name = p.name);

-- rule: history.component-exported
-- verdict: review
-- title: A component that other apps may call now and could not before
-- title.zh: 新增对外开放的组件
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT DISTINCT c.name AS subject, c.kind AS detail, c.path FROM component c
WHERE c.exported = 1 AND c.permission IS NULL AND EXISTS (SELECT 1 FROM previous_package)
  AND NOT EXISTS (SELECT 1 FROM previous_component b WHERE b.name = c.name AND b.exported = 1 AND b.permission IS NULL);

-- rule: history.target-lowered
-- verdict: review
-- title: The target SDK is lower than that of the listed version
-- title.zh: 目标 SDK 低于已上架版本
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean
SELECT p.app_id AS subject, 'target SDK ' || p.target_sdk || ', listed is ' || b.target_sdk AS detail, p.path
FROM package p JOIN previous_package b ON b.role = p.role WHERE p.target_sdk < b.target_sdk;

-- rule: history.label-changed
-- verdict: review
-- title: The app's name is another one than in the listed version
-- title.zh: 应用名称与已上架版本不同
-- class: history
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- when: gate
-- miss: clean
SELECT p.app_id AS subject, b.label || ' before, ' || p.label || ' now' AS detail, p.path
FROM package p JOIN previous_package b ON b.role = p.role WHERE p.label <> b.label;
