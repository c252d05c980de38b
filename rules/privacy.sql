-- The privacy policy: is there one, in Chinese, and does it name what the package has. Its text is in policy_text.

-- rule: privacy.policy-missing
-- verdict: review
-- title: The form has no privacy policy
-- title.zh: 缺少隐私政策
-- fix: Hand in the privacy policy, its address and its text.
-- fix.zh: 提交隐私政策的网址与全文。
-- class: privacy
-- basis: app-behaviours-1.1, pipl-17
-- hit: form-bare
-- miss: form-whole
SELECT NULL AS subject FROM submission s
WHERE trim(coalesce(s.privacy_policy_url, '')) = '' AND s.privacy_policy_sha256 IS NULL
  AND (SELECT value FROM policy WHERE name = 'require_privacy_policy') = 'true';

-- rule: privacy.policy-address
-- verdict: review
-- title: What the form has as address of the privacy policy is none of a web page
-- title.zh: 表单所填隐私政策网址不是有效网页地址
-- fix: Hand in the address (https://...) at which everybody can read the privacy policy.
-- fix.zh: 提交公众可访问的隐私政策网址（https://…）。
-- class: privacy
-- basis: app-behaviours-1.1, pipl-17
-- hit: policy-address
-- miss: policy-url
-- Of a host that the public has: none of RFC 1918, 6598, 6761, 6762 and 8375.
SELECT coalesce((SELECT app_id FROM package WHERE app_id IS NOT NULL ORDER BY app_id LIMIT 1), '-') AS subject, trim(s.privacy_policy_url) AS detail FROM submission s
WHERE trim(coalesce(s.privacy_policy_url, '')) <> '' AND NOT regexp('(?xi)^https?://
  (?: (?!(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|2[3-5]\d)\.) (?:(?<number>25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?&number)
  | (?:(?<label>[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?)\.)+ (?!(?:\d+|0x[\da-f]*|arpa|example|internal|invalid|lan|local|localhost|test)\.?(?:[:/?\#]|$)) (?&label) \.? )
  (?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))? (?:[/?\#]\S*)?$', trim(s.privacy_policy_url));

-- rule: privacy.policy-text-missing
-- verdict: notice
-- title: The text of the privacy policy was not handed in: it cannot be compared with the package
-- title.zh: 未提交隐私政策全文，无法与安装包比对
-- fix: Hand in the text of the privacy policy.
-- fix.zh: 提交隐私政策全文。
-- class: privacy
-- basis: app-behaviours-1.1
-- hit: policy-url
-- miss: form-whole
-- At the gate a review where something is to be compared, once per app and address. What the version before had is history.form-shortened.
SELECT NULL AS subject, s.privacy_policy_url AS detail, iif((SELECT mode FROM run) = 'gate'
    AND (EXISTS (SELECT 1 FROM permission p JOIN android_permissions a ON a.name = p.name AND a.base_level = 'dangerous' WHERE p.origin IN ('declared', 'declared-sdk-23'))
      OR EXISTS (SELECT 1 FROM sdk k JOIN sdk_categories c ON c.category = k.category AND c.personal = '1'))
    AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.verdict <> 'notice' AND ((f.rule = 'privacy.policy-text-missing' AND f.detail = s.privacy_policy_url)
      OR (f.rule = 'history.form-shortened' AND f.subject = 'privacy policy'))),
  'review', 'notice') AS verdict
FROM submission s WHERE trim(s.privacy_policy_url) <> '' AND NOT EXISTS (SELECT 1 FROM policy_text)
  AND NOT EXISTS (SELECT 1 FROM previous_submission b WHERE b.privacy_policy_sha256 IS NOT NULL AND s.privacy_policy_sha256 IS NULL);

-- rule: privacy.policy-not-chinese
-- verdict: review
-- title: The privacy policy is not in Chinese
-- title.zh: 隐私政策不是中文
-- detail.zh: %s Chinese => 中文占 %s
-- fix: Hand in the privacy policy in Chinese.
-- fix.zh: 提交中文隐私政策。
-- class: privacy
-- basis: app-behaviours-1.4
-- hit: policy-english
-- miss: form-whole
-- Han characters among these and words of Latin letters; policy.json has the least percentage.
SELECT NULL AS subject, s.privacy_policy_chinese || ' % Chinese' AS detail FROM submission s
WHERE s.privacy_policy_chinese IS NOT NULL AND s.privacy_policy_chinese < (SELECT CAST(value AS INTEGER) FROM policy WHERE name = 'privacy_policy_chinese_percent');

-- rule: privacy.policy-short
-- verdict: review
-- title: The privacy policy is too short to say what it must
-- title.zh: 隐私政策过短，难以包含应当告知的内容
-- detail.zh: %d characters => 共 %d 个字符
-- fix: Hand in the whole text of the privacy policy.
-- fix.zh: 提交隐私政策全文。
-- class: privacy
-- basis: app-behaviours-1.1, pipl-17
-- hit: policy-english
-- miss: form-whole
SELECT NULL AS subject, s.privacy_policy_length || ' characters' AS detail FROM submission s
WHERE s.privacy_policy_length IS NOT NULL AND s.privacy_policy_length < (SELECT CAST(value AS INTEGER) FROM policy WHERE name = 'privacy_policy_least_length');

-- rule: privacy.policy-of-another
-- verdict: review
-- title: The privacy policy names neither the developer nor the app
-- title.zh: 隐私政策既未写明开发者，也未写明应用名称
-- fix: Hand in the privacy policy of this app, which names who handles the personal information.
-- fix.zh: 提交本应用的隐私政策，写明个人信息处理者的名称。
-- class: privacy
-- basis: pipl-17
-- hit: policy-english
-- miss: form-whole
-- Whoever hands in another's text, or a template that nobody filled in: a policy says whose it is. What it says besides of others (SDKs, partners, the group) says nothing.
-- Of a company the form (有限公司) may be left out; one name of the app is enough, of the form or of a label. One sign stands in any text.
WITH name AS (SELECT joined(replace(replace(replace(developer_name, '股份有限公司', ''), '有限责任公司', ''), '有限公司', '')) AS text FROM submission
  UNION SELECT joined(app_name) FROM submission UNION SELECT joined(text) FROM label WHERE component IS NULL)
SELECT NULL AS subject FROM submission s JOIN (SELECT DISTINCT joined(text) AS text FROM policy_text) t ON t.text <> ''
WHERE s.developer_name <> '' AND NOT EXISTS (SELECT 1 FROM name n WHERE length(n.text) > 1 AND instr(t.text, n.text) > 0);

-- rule: privacy.sdk-not-named
-- subject: catalogue
-- verdict: review
-- title: The privacy policy names neither an SDK that handles personal information nor its maker
-- title.zh: 隐私政策未提及处理个人信息的第三方 SDK 或其提供者
-- fix: Name the SDK, its maker, what it collects and why in the privacy policy.
-- fix.zh: 在隐私政策中列明该 SDK 名称、提供者、收集的个人信息与目的。
-- class: privacy
-- basis: app-behaviours-2.1, pipl-23, gbt-41391-6.6
-- hit: policy-silent
-- miss: policy-speaks
SELECT DISTINCT s.name AS subject, coalesce(s.vendor || ': ', '') || s.evidence AS detail
FROM sdk s JOIN sdk_categories c ON c.category = s.category AND c.personal = '1' JOIN (SELECT DISTINCT lower(text) AS text FROM policy_text) t ON 1
WHERE instr(t.text, lower(s.name)) = 0
  AND NOT EXISTS (SELECT 1 FROM sdk_names w WHERE w.name = s.name AND w.word <> '' AND instr(t.text, lower(w.word)) > 0);

-- rule: privacy.permission-not-named
-- subject: catalogue
-- verdict: review
-- title: The privacy policy does not speak of a dangerous permission, or denies that it is used
-- title.zh: 隐私政策未提及应用申请的敏感权限，或声称不使用
-- detail.zh: %s => %k
-- detail.zh: %s; the policy says only that the app does not => %k；隐私政策仅称不会使用
-- fix: Say in the privacy policy what the permission is used for, or take it out.
-- fix.zh: 在隐私政策中说明该权限的用途，或删除该权限。
-- class: privacy
-- basis: app-behaviours-2.1, pipl-17
-- platform: android
-- hit: policy-silent
-- miss: policy-speaks
-- By its label, its name or a word for its kind; what stands behind a denial names nothing.
SELECT DISTINCT n.name AS subject, n.label_en || iif(n.is_denied, '; the policy says only that the app does not', '') AS detail, n.path
FROM (SELECT p.name, p.path, a.label_en, (a.label_zh <> '' AND instr(t.small, lower(a.label_zh)) > 0) OR instr(t.small, lower(replace(p.name, 'android.permission.', ''))) > 0
    OR EXISTS (SELECT 1 FROM permission_kinds k JOIN permission_words w ON w.kind = k.kind WHERE k.name = p.name AND w.word <> '' AND w.place IN ('any', 'policy') AND instr(t.small, lower(w.word)) > 0) AS is_denied
  FROM (SELECT DISTINCT name, path FROM permission WHERE origin IN ('declared', 'declared-sdk-23')) p
  JOIN android_permissions a ON a.name = p.name AND a.base_level = 'dangerous'
  JOIN (SELECT DISTINCT lower(text) AS small, affirmed(lower(text), '不会|没有|并未|未使用|未申请|未调用|未涉及|不涉及|不含|不包含|禁止|不得|绝不|从不|决不|无需|不需要|不收集|不采集|不使用|不读取|不获取|不访问|不调用|不申请|never|do not|don''t|does not|doesn''t|will not|won''t|cannot|can''t|no',
      '未经|未获|未得到|未授权|未同意|除|仅在|只有|只在|without|unless|except|until|only when|only if|only after') AS said
    FROM policy_text) t ON 1
  WHERE (a.label_zh = '' OR instr(t.said, lower(a.label_zh)) = 0) AND instr(t.said, lower(replace(p.name, 'android.permission.', ''))) = 0
    AND NOT EXISTS (SELECT 1 FROM permission_kinds k JOIN permission_words w ON w.kind = k.kind WHERE k.name = p.name AND w.word <> '' AND w.place IN ('any', 'policy') AND instr(t.said, lower(w.word)) > 0)) n;

-- rule: privacy.policy-changed
-- verdict: notice
-- title: The privacy policy is another one than that of the listed version
-- title.zh: 隐私政策与在架版本不同
-- detail.zh: before: none; now: %s => 此前没有，现为 %s
-- detail.zh: before: %s; now: %s => 此前为 %s，现为 %s
-- class: privacy
-- basis: pipl-17
-- when: gate
-- hit: policy-english after form-whole
-- miss: form-whole
-- prelist developer policy APP@VERSION prints each of them. Where the text is left out history.form-shortened says it.
SELECT NULL AS subject, 'before: ' || coalesce(b.privacy_policy_sha256, 'none') || '; now: ' || s.privacy_policy_sha256 AS detail
FROM submission s JOIN previous_submission b ON 1 WHERE s.privacy_policy_sha256 <> coalesce(b.privacy_policy_sha256, '');
