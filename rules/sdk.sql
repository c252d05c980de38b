-- Third-party SDKs, found by libraries, entries and the manifest (DEX code is not looked at), and what the form says of them.

-- rule: sdk.push-autostart
-- subject: catalogue
-- verdict: notice
-- title: A push SDK, and a receiver that starts the app by itself
-- title.zh: 集成推送 SDK 且存在自启动接收器
-- detail.zh: %s starts %s => %s 启动 %s
-- fix: Say in the form what RECEIVE_BOOT_COMPLETED is for, or take the receiver out.
-- fix.zh: 在表单中说明自启动权限（RECEIVE_BOOT_COMPLETED）的用途，或移除该接收器。
-- class: rogue
-- basis: licence-16.10, miit-2020-164, taf-078.10
-- platform: android
-- hit: sdk-push
-- miss: clean
-- Review where nobody says why the app starts by itself. The SDK may be in one file and the receiver in another: splits are installed beside any base. A receiver is of the SDK whose class it is, else
-- of any of them.
SELECT coalesce(min(iif(EXISTS (SELECT 1 FROM sdks g WHERE g.name = s.name AND regexp('(?:^|;)([^;*\n]+)(?:;[^\n]*)?\n\1(?:[.]|$)', g.components || char(10) || c.name)), s.name, NULL)), min(s.name)) AS subject,
  f.action || ' starts ' || c.name AS detail, c.path,
  CASE WHEN EXISTS (SELECT 1 FROM purpose u WHERE u.permission = 'android.permission.RECEIVE_BOOT_COMPLETED' AND trim(u.text) <> '')
    THEN 'notice' ELSE 'review' END AS verdict
FROM component c JOIN intent_filter f ON f.package = c.package AND f.component = c.name
JOIN package p ON p.package = c.package JOIN package q ON q.package = p.package OR q.split IS NOT NULL OR p.split IS NOT NULL
JOIN sdk s ON s.package = q.package
WHERE c.kind = 'receiver' AND coalesce(c.enabled, 1) = 1 AND s.category = 'push' AND f.action IN ('android.intent.action.BOOT_COMPLETED', 'android.intent.action.LOCKED_BOOT_COMPLETED',
  'android.intent.action.QUICKBOOT_POWERON', 'android.intent.action.USER_PRESENT')
GROUP BY c.name, f.action, c.path;

-- rule: sdk.undeclared
-- subject: catalogue
-- verdict: review
-- title: An SDK that handles personal information and that the form does not name
-- title.zh: 检出处理个人信息的 SDK，表单未申报
-- detail.zh: %s: %s => %k：%s
-- fix: Name the SDK and what it is for in the form (sdks), or take it out.
-- fix.zh: 在表单的 sdks 中填报该 SDK 及其用途，或移除该 SDK。
-- class: privacy
-- basis: licence-16.11, app-behaviours-2.1, gbt-41391-6.6
-- platform: android
-- hit: sdk-undeclared
-- miss: sdk-declared
SELECT DISTINCT s.name AS subject, c.label || ': ' || s.evidence AS detail
FROM sdk s JOIN sdk_categories c ON c.category = s.category AND c.personal = '1'
WHERE EXISTS (SELECT 1 FROM submission)
  AND NOT EXISTS (SELECT 1 FROM sdk_declared d WHERE d.name = s.name
                  OR EXISTS (SELECT 1 FROM sdk_names w WHERE w.name = s.name AND w.kind IN ('product', 'library') AND w.word <> '' AND instr(lower(d.name), lower(w.word)) > 0));

-- rule: sdk.declared-not-found
-- verdict: notice
-- title: The form names an SDK of which libraries and manifest show no trace
-- title.zh: 表单申报的 SDK 未在原生库、资源与清单中检出
-- detail.zh: %s: its code may be in DEX files alone, which are not looked at => %s：其代码可能仅在未检查的 DEX 文件中
-- class: privacy
-- basis: licence-16.11, gbt-41391-6.6
-- platform: android
-- hit: sdk-declared
-- miss: sdk-undeclared
SELECT DISTINCT NULL AS subject, d.name || ': its code may be in DEX files alone, which are not looked at' AS detail FROM sdk_declared d
WHERE trim(d.name) <> ''
  AND NOT EXISTS (SELECT 1 FROM sdk s WHERE instr(lower(s.name), lower(d.name)) > 0 OR instr(lower(d.name), lower(s.name)) > 0
                  OR EXISTS (SELECT 1 FROM sdk_names w WHERE w.name = s.name AND w.kind IN ('product', 'library') AND w.word <> '' AND instr(lower(d.name), lower(w.word)) > 0));

-- rule: sdk.purpose-missing
-- verdict: notice
-- title: The form names an SDK without saying what it is for
-- title.zh: 表单申报的 SDK 未说明用途
-- class: privacy
-- basis: app-behaviours-2.1, gbt-41391-6.6
-- hit: sdk-declared
-- miss: sdk-undeclared
SELECT NULL AS subject, name AS detail FROM sdk_declared WHERE trim(coalesce(purpose, '')) = '';

-- rule: packer.packaging-service
-- subject: catalogue
-- verdict: notice
-- title: The package was made by a packaging service
-- title.zh: 应用由封装打包服务生成
-- class: developer
-- basis: anti-fraud-23, licence-16.11
-- platform: android
-- hit: shell-dcloud
-- miss: clean
-- Review where the form does not name a developer whose code (USCC) is right: whoever packages must know who runs the app.
SELECT DISTINCT k.name AS subject, coalesce(k.evidence, '') AS detail, k.path,
  CASE WHEN EXISTS (SELECT 1 FROM submission s WHERE s.uscc_ok = 1) THEN 'notice' ELSE 'review' END AS verdict
FROM packer k WHERE k.kind = 'shell';
