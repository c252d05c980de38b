-- The form, and the files of one submission together.

-- rule: submission.app-id-mismatch
-- verdict: reject
-- title: The files of one submission are different apps
-- title.zh: 同一次提交中的文件属于不同应用
-- fix: Hand in the files of one app in one submission.
-- fix.zh: 同一次提交只包含同一应用的文件。
-- class: integrity
-- basis: licence-16.11
-- hit: two-apps
-- miss: clean
SELECT NULL AS subject, group_concat(app_id, ', ') AS detail FROM (SELECT DISTINCT app_id FROM package WHERE app_id IS NOT NULL ORDER BY app_id) HAVING count(*) > 1;

-- rule: submission.signer-mismatch
-- verdict: reject
-- title: The files of one submission have different signers
-- title.zh: 同一次提交中的文件签名者不同
-- detail.zh: %s does not sign every file => 并非所有文件都由 %s 签名
-- fix: Hand in files that the same signer signed.
-- fix.zh: 同一次提交的文件应由同一签名者签名。
-- class: integrity
-- basis: licence-16.11
-- hit: two-apps
-- miss: clean
SELECT DISTINCT NULL AS subject, substr(c.sha256, 1, 16) || ' does not sign every file' AS detail, c.path FROM signer c
WHERE EXISTS (SELECT 1 FROM package p WHERE p.signing IS NOT NULL AND NOT EXISTS (SELECT 1 FROM certificate o WHERE o.package = p.package AND o.sha256 = c.sha256 AND o.role IN ('signer', 'lineage')));

-- rule: submission.channel-differs
-- verdict: review
-- title: A channel build differs in more than its channel
-- title.zh: 渠道包之间存在渠道标识以外的差异
-- detail.zh: its content is not that of the other builds => 内容与其他构建不同
-- detail.zh: its content is that of the other builds; pair %s of %d bytes of its signing block is not => 内容与其他构建相同，但签名块数据 %s（%d 字节）不同
-- detail.zh: its content is that of the other builds; comments or extra fields of the archive are not => 内容与其他构建相同，但压缩包注释或附加字段不同
-- fix: Hand in builds that differ in nothing but the channel, or say in the form (explanations) in what else and why.
-- fix.zh: 各渠道包除渠道标识外应保持一致，或在表单的 explanations 中说明其他差异及原因。
-- class: integrity
-- basis: licence-16.11
-- hit: two-apps
-- miss: clean
-- Builds of one version that the same phones take are channel builds, whatever the form says that they are: for one kind of devices and for an ABI in common. One
-- without native code is for every ABI; a maxSdkVersion keeps no phone of today from any. Stores choose builds by screens and compressions of textures, too: what both
-- name has to have one in common. A channel build of one of several builds is not that of the others.
SELECT coalesce(p.app_id, p.sha256) AS subject, 'its content is not that of the other builds' AS detail, p.path
FROM package p WHERE p.split IS NULL AND EXISTS (SELECT 1 FROM package g WHERE g.package > 0)
  AND EXISTS (SELECT 1 FROM package o WHERE o.content_digest <> p.content_digest
              AND ((p.role = 'channel' AND o.role IN ('channel', 'main') AND NOT EXISTS (SELECT 1 FROM package s WHERE s.content_digest = p.content_digest AND s.role IS NOT 'channel'))
                   OR (o.package < p.package AND o.split IS NULL AND o.app_id = p.app_id AND o.version_code = p.version_code AND o.device IS p.device
                       AND (NOT EXISTS (SELECT 1 FROM native_abi a WHERE a.package = o.package) OR NOT EXISTS (SELECT 1 FROM native_abi a WHERE a.package = p.package)
                            OR EXISTS (SELECT 1 FROM native_abi a JOIN native_abi b ON b.abi = a.abi WHERE a.package = o.package AND b.package = p.package))
                       AND NOT EXISTS (SELECT 1 FROM screen a JOIN screen b ON b.package = p.package WHERE a.package = o.package
                         GROUP BY a.kind, b.kind HAVING max(a.size = b.size AND coalesce(a.density = b.density, 1)) = 0)
                       AND NOT EXISTS (SELECT 1 FROM gl_texture a JOIN gl_texture b ON b.package = p.package WHERE a.package = o.package GROUP BY a.package HAVING max(a.name = b.name) = 0))))
UNION ALL
SELECT coalesce(p.app_id, p.sha256), 'its content is that of the other builds; pair ' || b.id || ' of ' || b.size || ' bytes of its signing block is not', p.path
FROM signing_block b JOIN package p ON p.package = b.package
WHERE b.channel IS NULL AND (b.name IS NULL OR b.name IN ('dependency information', 'Google Play frosting'))
  AND EXISTS (SELECT 1 FROM package o WHERE o.package < p.package AND o.content_digest = p.content_digest
    AND NOT EXISTS (SELECT 1 FROM signing_block x WHERE x.package = o.package AND x.id = b.id AND x.sha256 = b.sha256))
GROUP BY b.package
UNION ALL
SELECT coalesce(p.app_id, p.sha256), 'its content is that of the other builds; comments or extra fields of the archive are not', p.path
FROM package p
WHERE p.package > 0 AND EXISTS (SELECT 1 FROM package o WHERE o.package < p.package AND o.content_digest = p.content_digest AND o.extras_digest IS NOT p.extras_digest);

-- rule: submission.build-superseded
-- verdict: review
-- title: A build that no phone keeps: another one of a higher version code is for every phone that takes it
-- title.zh: 存在不会被手机保留的构建：另一版本号更高的构建适用于可安装它的所有手机
-- detail.zh: version code %d, above it %d => 版本号 %d，更高者为 %d
-- fix: Hand in the build that is meant, or builds of which each is for phones that the others are not for.
-- fix.zh: 只提交实际发布的构建，或使各构建适用于不同的手机。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: icon-builds
-- miss: said-channel
-- Phones update to the higher code at once, whichever file they were given. Builds for later Android versions, and for fewer ABIs, have the higher codes (Google Play's multiple APKs).
-- A 32-bit build beside one of both widths is a notice: some stores want it.
SELECT coalesce(o.app_id, o.sha256) AS subject, 'version code ' || o.version_code || ', above it ' || max(p.version_code) AS detail, o.path,
  iif(min(EXISTS (SELECT 1 FROM native_abi b WHERE b.package = p.package AND b.abi NOT IN (SELECT a.abi FROM native_abi a WHERE a.package = o.package))), 'notice', 'review') AS verdict
FROM package o JOIN package p ON p.app_id = o.app_id AND p.version_code > o.version_code AND p.device IS o.device AND coalesce(p.min_sdk, 1) <= coalesce(o.min_sdk, 1)
WHERE o.split IS NULL AND p.split IS NULL AND o.content_digest <> p.content_digest AND EXISTS (SELECT 1 FROM package WHERE package > 0)
  AND (NOT EXISTS (SELECT 1 FROM native_abi b WHERE b.package = p.package) OR (EXISTS (SELECT 1 FROM native_abi a WHERE a.package = o.package)
    AND NOT EXISTS (SELECT 1 FROM native_abi a WHERE a.package = o.package AND a.abi NOT IN (SELECT b.abi FROM native_abi b WHERE b.package = p.package))))
  AND NOT EXISTS (SELECT 1 FROM screen b WHERE b.package = p.package AND NOT EXISTS (SELECT 1 FROM screen a WHERE a.package = o.package AND a.kind = b.kind))
  AND NOT EXISTS (SELECT 1 FROM screen a JOIN screen k ON k.package = p.package AND k.kind = a.kind WHERE a.package = o.package
    AND NOT EXISTS (SELECT 1 FROM screen b WHERE b.package = p.package AND b.kind = a.kind AND b.size = a.size AND coalesce(b.density = a.density, 1)))
  AND (NOT EXISTS (SELECT 1 FROM gl_texture b WHERE b.package = p.package) OR (EXISTS (SELECT 1 FROM gl_texture a WHERE a.package = o.package)
    AND NOT EXISTS (SELECT 1 FROM gl_texture a WHERE a.package = o.package AND a.name NOT IN (SELECT b.name FROM gl_texture b WHERE b.package = p.package))))
GROUP BY o.package;

-- rule: submission.role-contradicted
-- verdict: review
-- title: The form says what a file is, and it is something else
-- title.zh: 表单填写的安装包角色与实际内容不符
-- detail.zh: said to be %s: it has no 32-bit code => 填写为%t：不含 32 位代码
-- detail.zh: said to be %s: it has no 64-bit code => 填写为%t：不含 64 位代码
-- detail.zh: said to be %s: it has 64-bit code too => 填写为%t：同时含有 64 位代码
-- detail.zh: said to be %s: it has 32-bit code too => 填写为%t：同时含有 32 位代码
-- detail.zh: said to be %s: it is a base => 填写为%t：实际为基础包
-- detail.zh: said to be %s: it is a split => 填写为%t：实际为拆分包
-- detail.zh: said to be %s: no other file has its content => 填写为%t：没有内容相同的其他文件
-- detail.zh: split => 拆分包
-- detail.zh: channel => 渠道包
-- detail.zh: arm32 => 32 位包
-- detail.zh: arm64 => 64 位包
-- detail.zh: main => 主包
-- fix: Correct the role of the file in the form, or hand in the file that is meant.
-- fix.zh: 更正表单中的安装包角色，或提交对应的安装包。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: said-arm32
-- miss: same-twice
-- Splits of a build may have its code. A channel build beside others that differ is submission.channel-differs; alone it is one where the listed version has its content.
SELECT coalesce(r.app_id, r.sha256) AS subject, 'said to be ' || r.role || ': ' || r.but AS detail, r.path
FROM (SELECT p.app_id, p.sha256, p.role, p.path, CASE
    WHEN p.role = 'split' AND p.split IS NULL THEN 'it is a base'
    WHEN p.role <> 'split' AND p.split IS NOT NULL THEN 'it is a split'
    WHEN p.role = 'arm32' AND NOT (has.bits32 OR beside.bits32) THEN 'it has no 32-bit code'
    WHEN p.role = 'arm64' AND NOT (has.bits64 OR beside.bits64) THEN 'it has no 64-bit code'
    WHEN p.role = 'arm32' AND has.bits64 THEN 'it has 64-bit code too'
    WHEN p.role = 'arm64' AND has.bits32 THEN 'it has 32-bit code too'
    WHEN p.role = 'channel' AND NOT EXISTS (SELECT 1 FROM package o WHERE o.package <> p.package AND (o.role IN ('channel', 'main') OR o.content_digest = p.content_digest))
      AND NOT EXISTS (SELECT 1 FROM previous_package b WHERE b.content_digest = p.content_digest) THEN 'no other file has its content' END AS but
  FROM (SELECT * FROM package WHERE split IS NOT NULL UNION ALL SELECT * FROM package WHERE split IS NULL AND role IN ('split', 'arm32', 'arm64', 'channel')) p
  JOIN (SELECT q.package,
      EXISTS (SELECT 1 FROM native_abi a WHERE a.package = q.package AND a.abi NOT LIKE '%64%') AS bits32,
      EXISTS (SELECT 1 FROM native_abi a WHERE a.package = q.package AND a.abi LIKE '%64%') AS bits64
    FROM package q) has ON has.package = p.package
  JOIN (SELECT coalesce(max(a.abi NOT LIKE '%64%'), 0) AS bits32, coalesce(max(a.abi LIKE '%64%'), 0) AS bits64
    FROM package q JOIN native_abi a ON a.package = q.package WHERE q.split IS NOT NULL) beside ON 1) r
WHERE r.but IS NOT NULL;

-- rule: submission.duplicate-file
-- verdict: notice
-- title: The same file stands in the submission twice
-- title.zh: 同一文件重复提交
-- detail.zh: %d times => 共 %d 份
-- class: quality
-- basis: licence-16.11
-- hit: same-twice
-- miss: clean
SELECT sha256 AS subject, count(*) || ' times' AS detail FROM package GROUP BY sha256 HAVING count(*) > 1;

-- rule: split.adds-exported-component
-- verdict: review
-- title: A split adds a component that other apps may call
-- title.zh: 拆分包新增对外开放的组件
-- detail.zh: activity => Activity
-- detail.zh: service => 服务
-- detail.zh: receiver => 广播接收器
-- detail.zh: provider => 内容提供者
-- detail.zh: alias => Activity 别名
-- fix: Set android:exported="false", protect the component with a permission, or, where others have to reach it, say in the form (explanations) what for.
-- fix.zh: 将组件设为 android:exported="false"，或以权限保护；确需对外开放的，在表单的 explanations 中说明用途。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: split-set
-- miss: clean
SELECT DISTINCT o.component AS subject, o.kind AS detail, o.path FROM open_access o JOIN package p ON p.package = o.package WHERE p.split IS NOT NULL;

-- rule: split.overrides-file
-- verdict: review
-- title: A split has other content under the path of a file of its base, and may be what the phone opens
-- title.zh: 拆分包中的文件与基础包中的文件路径相同而内容不同，手机可能读取拆分包中的文件
-- detail.zh: %s; one in all => %s；共 1 个文件
-- detail.zh: %s; %d in all => %s；共 %d 个文件
-- fix: Give the file a path that the base has not, or the content that it has there.
-- fix.zh: 改用基础包中没有的路径，或使该文件与基础包中的内容一致。
-- class: integrity
-- basis: licence-16.11
-- platform: android
-- hit: split-library-set
-- miss: split-config-set
-- Assets are looked for in the newest of the packages first (AssetManager2::OpenNonAsset), and libraries are laid into one folder. Splits for different phones may
-- have the same paths; a split and what it is for may not.
SELECT p.split AS subject, min(e.path) || '; ' || iif(count(DISTINCT e.path) = 1, 'one', count(DISTINCT e.path)) || ' in all' AS detail, min(e.path) AS path
FROM package p JOIN entry e ON e.package = p.package AND (e.path GLOB 'assets/*' OR e.path GLOB 'lib/*')
JOIN entry o ON o.path = e.path AND o.sha256 IS NOT e.sha256
JOIN package q ON q.package = o.package AND (q.split IS NULL OR q.split = p.config_for_split)
WHERE p.split IS NOT NULL
GROUP BY p.package;

-- rule: licence.expired
-- verdict: reject
-- title: A licence of the developer has expired
-- title.zh: 开发者许可证已过期
-- detail.zh: valid until %s => 有效期至 %s
-- detail.zh: %s: valid until %s => %s：有效期至 %s
-- fix: Hand in a licence that is valid today.
-- fix.zh: 提交在有效期内的许可证。
-- class: developer
-- basis: licence-12, licence-16.11
-- hit: licence-lapsed
-- miss: form-whole
SELECT coalesce(k.kind, 'licence') AS subject, coalesce(l.number || ': ', '') || 'valid until ' || l.valid_until AS detail
FROM licence l LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind), run WHERE l.valid_until < run.today;

-- rule: licence.not-yet-valid
-- verdict: reject
-- title: A licence of the developer is not valid yet
-- title.zh: 开发者许可证尚未生效
-- detail.zh: valid from %s => 自 %s 起有效
-- detail.zh: %s: valid from %s => %s：自 %s 起有效
-- fix: Hand in a licence that is valid today.
-- fix.zh: 提交已生效的许可证。
-- class: developer
-- basis: licence-16.11
-- hit: licence-early
-- miss: form-whole
SELECT coalesce(k.kind, 'licence') AS subject, coalesce(l.number || ': ', '') || 'valid from ' || l.valid_from AS detail
FROM licence l LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind), run WHERE l.valid_from > run.today;

-- rule: licence.expires-soon
-- verdict: notice
-- title: A licence of the developer ends soon
-- title.zh: 开发者许可证即将到期
-- detail.zh: valid until %s => 有效期至 %s
-- detail.zh: %s: valid until %s => %s：有效期至 %s
-- class: developer
-- basis: licence-12
-- hit: licence-ends
-- miss: form-whole
SELECT coalesce(k.kind, 'licence') AS subject, coalesce(l.number || ': ', '') || 'valid until ' || l.valid_until AS detail
FROM licence l LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind), run
WHERE l.valid_until >= run.today AND days_between(run.today, l.valid_until) <= (SELECT CAST(value AS INTEGER) FROM policy WHERE name = 'licence_warning_days');

-- rule: licence.number-malformed
-- verdict: review
-- title: A licence number has no known form
-- title.zh: 许可证编号格式不正确
-- fix: Correct the number of the licence.
-- fix.zh: 更正许可证编号。
-- class: developer
-- basis: licence-16.11
-- hit: licence-other-kind
-- miss: licence-unending
-- A kind of the catalogue has the numbers of its group. Any other may be a permit that is a document, too, and is known by the form of
-- that document's numbers.
SELECT coalesce(k.kind, 'licence') AS subject, coalesce(l.number, l.kind, '?') AS detail FROM licence l LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind)
WHERE NOT EXISTS (SELECT 1 FROM licence_patterns t WHERE regexp(t.regex, l.number)
  AND CASE WHEN k.numbers <> '' THEN t.licence = k.numbers
    ELSE t.kind IN ('licence', 'other-filing') OR t.document = kind_of('document_kinds', l.kind) END);

-- rule: licence.unknown-kind
-- verdict: notice
-- title: A licence is of no known kind
-- title.zh: 许可证类型未知
-- detail.zh: %s: kind missing => %s：缺少类型
-- detail.zh: %s: kind %s => %s：类型 %s
-- detail.zh: kind missing => 缺少类型
-- detail.zh: kind %s => 类型 %s
-- fix: Say in the form which licence it is.
-- fix.zh: 在表单中填写许可证类型。
-- class: developer
-- basis: licence-16.11
-- hit: licence-unknown-kind
-- miss: form-whole
SELECT NULL AS subject, coalesce(l.number || ': ', '') || 'kind ' || coalesce(l.kind, 'missing') AS detail FROM licence l
WHERE kind_of('licence_kinds', l.kind) IS NULL AND kind_of('document_kinds', l.kind) IS NULL;

-- rule: licence.holder-mismatch
-- verdict: review
-- title: A licence belongs to somebody else than the developer
-- title.zh: 许可证持有人与开发者不一致
-- detail.zh: holder %s, developer %s => 持有人 %s，开发者 %s
-- detail.zh: %s: holder %s, developer %s => %s：持有人 %s，开发者 %s
-- fix: Hand in a licence of the developer itself, or say in the form (explanations) by which authorisation of its holder it is used.
-- fix.zh: 提交开发者本单位的许可证，或在表单的 explanations 中说明持证人的授权。
-- class: developer
-- basis: licence-16.11, cac-2022-app
-- hit: form-wrong
-- miss: form-whole
-- Of the two names, each in a line, brackets of either width, blanks and case are no difference. A branch has its company's: what was listed so is a notice.
SELECT m.subject, m.detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'licence.holder-mismatch' AND f.subject = m.subject AND instr('; ' || f.detail || ';', '; ' || m.detail || ';') > 0 AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT coalesce(k.kind, 'licence') AS subject, coalesce(l.number || ': ', '') || 'holder ' || l.holder || ', developer ' || s.developer_name AS detail
  FROM licence l JOIN submission s ON 1 LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind)
  WHERE NOT regexp('(?i)^(.*)\n\1$', replace(replace(replace(replace(l.holder || char(10) || s.developer_name, ' ', ''), '　', ''), '（', '('), '）', ')'))) m;

-- rule: licence.business-differs
-- verdict: review
-- title: The business licence is of another unified social credit code than the developer's
-- title.zh: 营业执照的统一社会信用代码与开发者的不一致
-- detail.zh: %s, developer %s => %s，开发者为 %s
-- fix: Hand in the developer's own business licence, or correct the code.
-- fix.zh: 提交开发者本单位的营业执照，或更正统一社会信用代码。
-- class: developer
-- basis: licence-16.11, cac-2022-app
-- hit: licence-incomplete
-- miss: licence-unending
-- Its number is the holder's code, whatever the form says of the holder; what has another form is licence.number-malformed. What was listed so is a notice.
SELECT m.subject, m.detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'licence.business-differs' AND f.subject = m.subject AND instr('; ' || f.detail || ';', '; ' || m.detail || ';') > 0 AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT k.kind AS subject, l.number || ', developer ' || s.uscc AS detail
  FROM licence l JOIN submission s ON l.number <> s.uscc JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind) AND k.numbers = 'business'
  JOIN licence_patterns t ON t.licence = k.numbers AND regexp(t.regex, l.number)) m;

-- rule: licence.incomplete
-- verdict: review
-- title: A licence does not say whose it is, or until when: that cannot be checked
-- title.zh: 许可证未填写持有人或有效期，无法核对
-- detail.zh: holder missing => 缺少持有人
-- detail.zh: no last day, which its kind has => 没有有效期截止日，此类许可应有截止日
-- detail.zh: no last day, and its kind is unknown => 没有有效期截止日，且许可证类型未知
-- detail.zh: holder missing and no last day, and its kind is unknown => 缺少持有人与有效期截止日，且许可证类型未知
-- detail.zh: %s: no last day, and its kind is unknown => %s：没有有效期截止日，且许可证类型未知
-- detail.zh: %s: holder missing and no last day, and its kind is unknown => %s：缺少持有人与有效期截止日，且许可证类型未知
-- detail.zh: holder missing and no last day, which its kind has => 缺少持有人与有效期截止日，此类许可应有截止日
-- detail.zh: %s: holder missing => %s：缺少持有人
-- detail.zh: %s: no last day, which its kind has => %s：没有有效期截止日，此类许可应有截止日
-- detail.zh: %s: holder missing and no last day, which its kind has => %s：缺少持有人与有效期截止日，此类许可应有截止日
-- fix: Say in the form whose the licence is, and until when it is valid.
-- fix.zh: 在表单中填写许可证持有人与有效期。
-- class: developer
-- basis: licence-16.11
-- hit: licence-incomplete
-- miss: licence-unending
-- Without its last day one that has expired would pass, and without its holder another's; a business licence may have no last day, and its number, the developer's code, says whose it is.
SELECT i.subject, i.number || CASE WHEN i.has_end THEN 'holder missing' ELSE iif(i.has_holder, '', 'holder missing and ')
    || iif(i.subject = 'licence', 'no last day, and its kind is unknown', 'no last day, which its kind has') END AS detail,
  iif(i.has_end AND i.is_own, 'notice', 'review') AS verdict
FROM (SELECT coalesce(k.kind, 'licence') AS subject, coalesce(l.number || ': ', '') AS number, l.holder IS NOT NULL AS has_holder,
    l.valid_until IS NOT NULL OR coalesce(k.unending, '') = 'yes' AS has_end,
    k.numbers = 'business' AND EXISTS (SELECT 1 FROM submission s WHERE s.uscc = l.number) AS is_own
  FROM licence l LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind)) i
WHERE NOT i.has_holder OR NOT i.has_end;

-- rule: licence.too-long
-- verdict: review
-- title: A licence is said to be valid for longer than its kind is given
-- title.zh: 许可证填写的有效期超过该类许可的最长期限
-- detail.zh: valid until %s, given for %s years at the most => 有效期至 %s，最长 %s 年
-- detail.zh: %s: valid until %s, given for %s years at the most => %s：有效期至 %s，最长 %s 年
-- fix: Correct the last day of the licence.
-- fix.zh: 更正许可证的有效期。
-- class: developer
-- basis: licence-12, licence-16.11
-- hit: licence-too-long
-- miss: form-whole
-- As if it had been given today: the day that a form says may be of the first one, before it was renewed. What was listed with that day is a notice.
SELECT t.subject, t.detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'licence.too-long' AND f.subject = t.subject AND instr('; ' || f.detail || ';', '; ' || t.detail || ';') > 0 AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT k.kind AS subject, coalesce(l.number || ': ', '') || 'valid until ' || l.valid_until || ', given for ' || k.years || ' years at the most' AS detail
  FROM licence l JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind), run WHERE k.years <> '' AND l.valid_until > date(run.today, '+' || k.years || ' years')) t;

-- rule: developer.incomplete
-- verdict: notice
-- title: The form does not say who the developer is, so that nothing of it can be compared
-- title.zh: 表单未填写开发者的主体信息，无法核对
-- detail.zh: name missing => 缺少名称
-- detail.zh: unified social credit code missing => 缺少统一社会信用代码
-- detail.zh: developer id missing => 缺少开发者标识
-- detail.zh: licence missing => 缺少许可证
-- fix: Say in the form the developer's name, unified social credit code and licences.
-- fix.zh: 在表单中填写开发者名称、统一社会信用代码与许可证。
-- class: developer
-- basis: licence-16.11
-- hit: form-bare
-- miss: form-whole
-- A person has no such code, and is known by the store's id alone; not every app needs a licence; policy.json may make that more than a notice.
SELECT NULL AS subject, m.missing AS detail, iif(m.part = 4, 'notice', 'review') AS verdict
FROM submission s JOIN (SELECT 1 AS part, 'name missing' AS missing UNION ALL SELECT 2, 'unified social credit code missing'
  UNION ALL SELECT 3, 'developer id missing' UNION ALL SELECT 4, 'licence missing') m
WHERE CASE m.part WHEN 1 THEN unseen(coalesce(s.developer_name, ''))
  WHEN 2 THEN s.uscc IS NULL AND coalesce(s.subject_type, '') <> 'individual'
  WHEN 3 THEN s.uscc IS NULL AND s.subject_type = 'individual' AND s.developer_id IS NULL
  ELSE NOT EXISTS (SELECT 1 FROM licence) END;

-- rule: app.incomplete
-- verdict: review
-- title: The form does not say what the app is, so that nothing of it can be compared
-- title.zh: 表单未填写应用的基本信息，无法核对
-- detail.zh: name missing => 缺少名称
-- detail.zh: category missing => 缺少类别
-- detail.zh: description missing => 缺少功能介绍
-- fix: Say in the form the app's name, category and description.
-- fix.zh: 在表单中填写应用名称、类别与功能介绍。
-- class: developer
-- basis: licence-16.11, cac-2022-app
-- hit: form-bare
-- miss: form-whole
-- Which documents it needs, what its licence has to be for and which permissions are usual is asked of the category, and whether it is named as another app of the name.
SELECT m.part AS subject, m.part || ' missing' AS detail, iif(m.part = 'description', 'notice', 'review') AS verdict
FROM (SELECT 'name' AS part, app_name AS text FROM submission UNION ALL SELECT 'category', category FROM submission UNION ALL SELECT 'description', description FROM submission) m
WHERE unseen(coalesce(m.text, ''));

-- rule: developer.uscc-invalid
-- verdict: reject
-- title: The unified social credit code is wrong
-- title.zh: 统一社会信用代码校验不通过
-- detail.zh: %s: its form or a check digit is wrong => %s：格式或校验位有误
-- fix: Correct the unified social credit code.
-- fix.zh: 更正统一社会信用代码。
-- class: developer
-- basis: licence-16.11, gb-32100-2015
-- hit: form-wrong
-- miss: form-whole
SELECT NULL AS subject, uscc || ': its form or a check digit is wrong' AS detail FROM submission WHERE uscc IS NOT NULL AND uscc_ok = 0;

-- rule: developer.uscc-unassigned
-- verdict: review
-- title: The unified social credit code is one that no authority gives
-- title.zh: 统一社会信用代码的机构类别、行政区划或主体标识码不存在
-- detail.zh: %s: no kind of organisation has a code that begins so => %s：没有以此开头的机构类别
-- detail.zh: %s: no region or no organisation has this code => %s：行政区划码或主体标识码不存在
-- fix: Correct the unified social credit code.
-- fix.zh: 更正统一社会信用代码。
-- class: developer
-- basis: licence-16.11, gb-32100-2015
-- hit: developer-nobody
-- miss: form-whole
-- Its check digits anybody can compute. What was listed so is a notice.
SELECT m.subject, m.detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'developer.uscc-unassigned' AND f.detail = m.detail AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT NULL AS subject, s.uscc || iif(k.code IS NULL, ': no kind of organisation has a code that begins so', ': no region or no organisation has this code') AS detail
  FROM submission s LEFT JOIN uscc_kinds k ON k.code = substr(s.uscc, 1, 2)
  WHERE s.uscc_ok AND (k.code IS NULL OR NOT EXISTS (SELECT 1 FROM licence_patterns t WHERE t.id = 'uscc' AND regexp(t.regex, s.uscc)))) m;

-- rule: developer.subject-mismatch
-- verdict: review
-- title: The developer cannot be what the form says: its name or code says something else
-- title.zh: 开发者的主体类型与其名称或统一社会信用代码不符
-- detail.zh: said to be %s, with the name of a company => 填写为%t，名称却是公司名称
-- detail.zh: said to be %s, with the code of: %s => 填写为%t，统一社会信用代码却属于%k
-- detail.zh: with the name of a company and the code of: %s => 名称是公司名称，统一社会信用代码却属于%k
-- detail.zh: company => 企业
-- detail.zh: sole-trader => 个体工商户
-- detail.zh: individual => 个人
-- detail.zh: institution => 事业单位
-- detail.zh: government => 国家机关
-- detail.zh: association => 社会团体
-- fix: Correct the developer's type, name or code in the form.
-- fix.zh: 更正表单中开发者的主体类型、名称或统一社会信用代码。
-- class: developer
-- basis: licence-16.11, gb-32100-2015
-- hit: developer-nobody
-- miss: form-whole
-- A natural person has no code, and neither persons nor sole traders are called companies. What was listed so is a notice; of another developer it is history.developer-changed.
SELECT m.subject, m.detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'developer.subject-mismatch' AND instr('; ' || f.detail || ';', '; ' || m.detail || ';') > 0 AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT NULL AS subject, 'said to be ' || s.subject_type || ', with the name of a company' AS detail FROM submission s
    WHERE s.subject_type IN ('individual', 'sole-trader') AND regexp('(?i)公司|集团|银行$|\b(?:inc|ltd|llc|limited|corp|corporation|gmbh)\b', s.developer_name)
  UNION ALL
  SELECT NULL, 'said to be ' || s.subject_type || ', with the code of: ' || k.kind FROM submission s JOIN uscc_kinds k ON s.uscc_ok AND k.code = substr(s.uscc, 1, 2)
    WHERE (k.subject_type <> '' OR s.subject_type = 'individual') AND k.subject_type <> s.subject_type
  UNION ALL
  SELECT NULL, 'with the name of a company and the code of: ' || k.kind FROM submission s JOIN uscc_kinds k ON s.uscc_ok AND k.code = substr(s.uscc, 1, 2)
    WHERE s.developer_name LIKE '%公司' AND k.subject_type NOT IN ('', 'company')) m;

-- rule: developer.placeholder-name
-- verdict: review
-- title: The developer's name names nobody
-- title.zh: 开发者名称无实际内容
-- fix: Give the name under which the developer is registered.
-- fix.zh: 填写开发者登记的名称。
-- class: developer
-- basis: licence-16.11, cac-2022-app
-- hit: developer-nobody
-- miss: form-whole
-- As permission.placeholder-purpose, but that names may have two letters. Forms of companies and what forms call the field are no name. Somebody may be called 丁丁:
-- what was listed so is a notice.
SELECT NULL AS subject, s.developer_name AS detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'developer.placeholder-name' AND f.detail = s.developer_name AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT developer_name, trim(developer_name, ' .,;:!?*#()[]<>/\|"`_-=+~…。，；：！？、·（）【】《》“”‘’—' || char(39, 9, 10, 13, 12288)) AS bare FROM submission WHERE NOT unseen(coalesce(developer_name, ''))) s
WHERE NOT regexp('[\w\p{L}].*[\w\p{L}]', s.bare) OR regexp('^(.)\1*$', s.bare) OR lower(s.bare) IN (SELECT text FROM purpose_placeholders)
  OR regexp('(?i)^(?:个人|个体|工商户|企业|公司|有限|责任|股份|集团|单位|主体|开发者|名称|姓名|developer|company|name| )+$', s.bare);

-- rule: form.future-number
-- verdict: review
-- title: A number in the form is of a year that has not come
-- title.zh: 表单中的编号所含年份尚未到来
-- detail.zh: %s: of the year %d => %s：年份为 %d
-- fix: Correct the number.
-- fix.zh: 更正该编号。
-- class: developer
-- basis: licence-16.11, miit-2023-105
-- hit: developer-nobody
-- miss: form-whole
-- The year in which it was given stands in a number of ten digits of a filing (older ones have the year's last two), behind the hyphen of a permit's, before SR in a copyright's, and in brackets.
SELECT n.subject, n.number || ': of the year ' || n.year AS detail
FROM (SELECT o.subject, o.number, CASE WHEN regexp('ICP备20\d{8}号', o.number) THEN substr(o.number, instr(o.number, '备') + 1, 4)
    WHEN regexp('^[^-]*-20\d{6}', o.number) THEN substr(o.number, instr(o.number, '-') + 1, 4)
    WHEN regexp('20\d\dSR', o.number) THEN substr(o.number, instr(o.number, 'SR') - 4, 4)
    WHEN regexp('[(〔[]20\d\d[])〕]', o.number) THEN substr(o.number, instr(replace(replace(o.number, '〔', '('), '[', '('), '(20') + 1, 4) END AS year
  FROM (SELECT 'licence' AS subject, number FROM licence UNION SELECT 'filing', number FROM filing UNION SELECT 'document', number FROM document) o) n, run
WHERE n.year > substr(run.today, 1, 4);

-- rule: filing.missing
-- verdict: review
-- title: The app has no filing number
-- title.zh: 缺少应用备案号
-- fix: File the app with the authority, and give the number.
-- fix.zh: 办理应用备案并填报备案号。
-- class: developer
-- basis: miit-2023-105
-- hit: form-bare
-- miss: form-whole
SELECT NULL AS subject FROM submission s
WHERE NOT EXISTS (SELECT 1 FROM filing f WHERE f.number IS NOT NULL) AND (SELECT value FROM policy WHERE name = 'require_filing') = 'true';

-- rule: filing.number-malformed
-- verdict: review
-- title: The filing number has not the form of an app filing
-- title.zh: 应用备案号格式不正确
-- fix: Correct the number of the filing.
-- fix.zh: 更正备案号。
-- class: developer
-- basis: miit-2023-105
-- hit: form-wrong
-- miss: form-whole
SELECT NULL AS subject, f.number AS detail FROM filing f
WHERE f.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM licence_patterns t WHERE t.kind = 'filing' AND regexp(t.regex, f.number));

-- rule: filing.incomplete
-- verdict: review
-- title: The form gives a filing number without what was filed: whether it is this app's cannot be checked
-- title.zh: 备案信息不完整，无法核对是否为本应用
-- detail.zh: %s: package name missing => %s：缺少包名
-- detail.zh: %s: certificate and public key missing => %s：缺少证书 MD5 与公钥
-- detail.zh: %s: package name, certificate and public key missing => %s：缺少包名、证书 MD5 与公钥
-- fix: Give the package name that was filed, and the MD5 of the certificate or the public key.
-- fix.zh: 填写备案的包名，以及证书 MD5 或公钥。
-- class: developer
-- basis: miit-2023-105
-- platform: android
-- hit: filing-incomplete
-- miss: form-whole
SELECT NULL AS subject, f.number || ': ' || CASE WHEN f.app_id IS NOT NULL THEN 'certificate and public key missing'
  WHEN f.certificate_md5 IS NULL AND f.public_key IS NULL THEN 'package name, certificate and public key missing'
  ELSE 'package name missing' END AS detail
FROM filing f WHERE f.number IS NOT NULL AND (f.app_id IS NULL OR (f.certificate_md5 IS NULL AND f.public_key IS NULL));

-- rule: filing.app-id-mismatch
-- verdict: reject
-- title: The filing is for another package name
-- title.zh: 备案包名与安装包不一致
-- detail.zh: filed %s, submitted %s => 备案为 %s，提交为 %s
-- detail.zh: %s: filed %s, submitted %s => %s：备案为 %s，提交为 %s
-- fix: Change the filing, or the package name, so that they agree.
-- fix.zh: 变更备案信息或包名，使两者一致。
-- class: developer
-- basis: miit-2023-105
-- hit: form-wrong
-- miss: form-whole
SELECT NULL AS subject, coalesce(f.number || ': ', '') || 'filed ' || f.app_id || ', submitted ' || p.app_id AS detail, p.path
FROM filing f JOIN package p ON p.app_id <> trim(f.app_id) WHERE trim(f.app_id) <> '';

-- rule: filing.certificate-mismatch
-- verdict: reject
-- title: The filing is for another signing certificate
-- title.zh: 备案证书与安装包签名证书不一致
-- detail.zh: filed MD5 %s => 备案 MD5 为 %s
-- detail.zh: %s: filed MD5 %s => %s：备案 MD5 为 %s
-- fix: Change the filing, or sign with the certificate that was filed.
-- fix.zh: 变更备案信息，或使用备案证书签名。
-- class: developer
-- basis: miit-2023-105
-- platform: android
-- hit: form-wrong
-- miss: form-whole
-- On each Android version that takes the package one of who signs it is that one, or took over from him, or handed on to him; it is not enough that
-- a scheme names him at which no version looks.
SELECT NULL AS subject, coalesce(f.number || ': ', '') || 'filed MD5 ' || f.certificate_md5 AS detail FROM filing f
WHERE f.certificate_md5 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM package WHERE signing IS NULL)
  AND (NOT EXISTS (SELECT 1 FROM certificate c WHERE c.role = 'signer' AND c.md5 = f.certificate_md5)
    OR EXISTS (SELECT 1 FROM signer s WHERE NOT EXISTS (SELECT 1 FROM signer o JOIN certificate c ON c.package = o.package
        WHERE o.package = s.package AND CAST(s.min_sdk AS INTEGER) BETWEEN o.min_sdk AND o.max_sdk AND c.role IN ('signer', 'lineage') AND c.md5 = f.certificate_md5
          AND ((c.scheme = o.scheme AND c.signer = o.signer)
            OR EXISTS (SELECT 1 FROM certificate l WHERE l.package = c.package AND l.scheme = c.scheme AND l.signer = c.signer AND l.role = 'lineage' AND l.sha256 = o.sha256)))));

-- rule: filing.public-key-mismatch
-- verdict: reject
-- title: The filing is for another public key
-- title.zh: 备案公钥与安装包不一致
-- detail.zh: filed %s => 备案为 %s
-- detail.zh: %s: filed %s => %s：备案为 %s
-- fix: Change the filing, or sign with the key that was filed.
-- fix.zh: 变更备案信息，或使用备案公钥对应的私钥签名。
-- class: developer
-- basis: miit-2023-105
-- platform: android
-- hit: form-wrong
-- miss: form-whole
-- As filing.certificate-mismatch.
SELECT NULL AS subject, coalesce(f.number || ': ', '') || 'filed ' || substr(f.public_key, 1, 32) AS detail FROM filing f
WHERE f.public_key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM package WHERE signing IS NULL)
  AND (NOT EXISTS (SELECT 1 FROM certificate c WHERE c.role = 'signer' AND (c.public_key = f.public_key OR ltrim(c.modulus, '0') = ltrim(f.public_key, '0')))
    OR EXISTS (SELECT 1 FROM signer s WHERE NOT EXISTS (SELECT 1 FROM signer o JOIN certificate c ON c.package = o.package
        WHERE o.package = s.package AND CAST(s.min_sdk AS INTEGER) BETWEEN o.min_sdk AND o.max_sdk AND c.role IN ('signer', 'lineage')
          AND (c.public_key = f.public_key OR ltrim(c.modulus, '0') = ltrim(f.public_key, '0'))
          AND ((c.scheme = o.scheme AND c.signer = o.signer)
            OR EXISTS (SELECT 1 FROM certificate l WHERE l.package = c.package AND l.scheme = c.scheme AND l.signer = c.signer AND l.role = 'lineage' AND l.sha256 = o.sha256)))));

-- rule: label.differs-between-builds
-- verdict: review
-- title: A build has another name than the main one: phones that take it show that
-- title.zh: 同一次提交的构建名称不同，部分手机将显示另一名称
-- detail.zh: %s; in another build: %s => %s；另一构建中为 %s
-- fix: Give all builds of the app the same name.
-- fix.zh: 各构建使用相同的应用名称。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- hit: label-builds
-- miss: same-twice
-- What is called so by default has to be so there; in a language or configuration of its own, somewhere. Labels of splits are of every base.
SELECT p.role AS subject, l.text || '; in another build: ' || coalesce(m.label, m.app_id) AS detail, l.path
FROM (SELECT package, app_id, label FROM package WHERE split IS NULL ORDER BY role <> 'main', package LIMIT 1) m
JOIN package p ON p.split IS NULL AND p.package <> m.package AND p.app_id = m.app_id
JOIN label l ON l.package = p.package AND l.kind IS NULL AND l.locale NOT IN ('ar-XB', 'en-XA')
WHERE EXISTS (SELECT 1 FROM package WHERE package = 1) AND l.text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM label o JOIN package q ON q.package = o.package AND (q.package = m.package OR q.split IS NOT NULL)
  WHERE o.text = l.text AND o.kind IS NULL AND (l.locale <> '' OR l.configuration IS NOT NULL OR (o.locale = '' AND o.configuration IS NULL)))
GROUP BY l.text, l.path;

-- rule: icon.differs-between-builds
-- verdict: review
-- title: A build has another icon than the main one: phones that take it show that
-- title.zh: 同一次提交的构建图标不同，部分手机将显示另一图标
-- detail.zh: the picture nearest to it in the main build differs in %d of 64 bits => 与主构建中最接近的图片相差 %d 位（共 64 位）
-- detail.zh: the main build has another file there => 主构建中为另一文件
-- fix: Give all builds of the app the same icon.
-- fix.zh: 各构建使用相同的应用图标。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- hit: icon-builds
-- miss: same-twice
-- As history.icon-changed compares them, banners with banners. For another kind of device it may be drawn otherwise.
WITH n AS MATERIALIZED (
  SELECT p.package, p.role, p.app_id, i.component, i.path, p.device IS NOT m.device AS is_other,
    EXISTS (SELECT 1 FROM icon o WHERE o.sha256 = i.sha256 AND o.package = m.package) AS is_kept,
    (SELECT min(bits_apart(o.dhash, i.dhash)) FROM icon o WHERE o.package = m.package AND o.kind IS i.kind) AS apart,
    i.dhash IS NULL AND EXISTS (SELECT 1 FROM icon o WHERE o.package = m.package AND o.density IS i.density AND o.component IS i.component AND o.layer IS i.layer AND o.round IS i.round AND o.kind IS i.kind
      AND o.sha256 IS NOT NULL AND o.dhash IS NULL) AS is_file
  FROM (SELECT package, app_id, device FROM package WHERE split IS NULL ORDER BY role <> 'main', package LIMIT 1) m
  JOIN package p ON p.split IS NULL AND p.package <> m.package AND p.app_id = m.app_id
  JOIN icon i ON i.package = p.package AND i.sha256 IS NOT NULL AND (i.dhash IS NOT NULL OR i.path NOT GLOB '*.xml'))
SELECT coalesce(n.component, n.app_id) AS subject,
  coalesce('the picture nearest to it in the main build differs in ' || min(n.apart) || ' of 64 bits', 'the main build has another file there') AS detail, n.path,
  iif(min(n.is_other), 'notice', 'review') AS verdict
FROM n WHERE NOT n.is_kept AND (n.apart > 10 OR n.is_file) AND EXISTS (SELECT 1 FROM package g WHERE g.package > 0)
GROUP BY n.package, n.component;

-- rule: label.form-differs
-- verdict: notice
-- title: The listing has a name that the package has not
-- title.zh: 表单所填应用名称与安装包内名称不一致
-- detail.zh: %s; label %s => %s；安装包内名称：%s
-- fix: Give the listing the name that users see on the phone.
-- fix.zh: 表单所填应用名称应与手机上显示的名称一致。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- hit: words-listed
-- miss: form-whole
-- One that stands in the other is the same: listings add what the app is for. Blanks and case are no difference. Users see what a phone shows that speaks Chinese,
-- and where the entry on the home screen has a name of its own, that and not the application's (LauncherActivityInfo.getLabel).
-- A name that is no translation of the listing's and not alike is for a person to see, until one has listed it so: a Chinese one, or where the listing's is not Chinese either.
SELECT s.app_id AS subject, s.app_name || '; label ' || s.shown AS detail, s.path,
  iif((regexp('\p{Han}', s.shown) OR NOT regexp('\p{Han}', s.app_name)) AND NOT alike(s.app_name, s.shown)
    AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'label.form-differs' AND f.verdict <> 'notice'
      AND instr('; ' || f.detail || ';', '; ' || s.app_name || '; label ' || s.shown || ';') > 0), 'review', 'notice') AS verdict
FROM (SELECT p.app_id, p.app_name, replace(replace(lower(p.app_name), ' ', ''), '　', '') AS name, p.package, p.path, p.component, coalesce((SELECT z.text FROM label z WHERE z.package = p.package
    AND z.component IS p.component AND z.kind IS NULL AND z.intent_filter IS NULL AND z.text IS NOT NULL AND z.chinese IS NOT NULL LIMIT 1), p.label) AS shown
  FROM (SELECT q.*, f.app_name, (SELECT m.component FROM label m WHERE m.package = q.package AND m.component = q.main_component AND m.kind IS NULL AND m.intent_filter IS NULL AND NOT unseen(coalesce(m.text, '')) LIMIT 1) AS component
    FROM submission f JOIN package q ON q.split IS NULL AND trim(q.label) <> '') p) s
WHERE s.name <> '' AND NOT EXISTS (SELECT 1 FROM (SELECT *, replace(replace(lower(text), ' ', ''), '　', '') AS name,
    coalesce(chinese <> 'default', 0) AS is_chinese FROM label WHERE kind IS NULL) l
  WHERE l.package = s.package AND (l.name = s.name OR (length(l.name) > 1 AND length(s.name) > 1 AND (instr(s.name, l.name) > 0 OR instr(l.name, s.name) > 0))) AND (l.component IS s.component OR (s.component IS NULL AND l.component IS NOT NULL))
    AND (l.is_chinese OR NOT EXISTS (SELECT 1 FROM label z WHERE z.package = l.package AND z.component IS l.component AND z.kind IS NULL AND z.intent_filter IS l.intent_filter
      AND z.chinese <> 'default')));

-- rule: form.missing
-- verdict: review
-- title: Nothing is said of the developer
-- title.zh: 未提供开发者信息
-- fix: Hand in the form with the package.
-- fix.zh: 随安装包提交表单。
-- class: developer
-- basis: licence-16.11
-- when: gate
-- miss: clean
SELECT NULL AS subject
WHERE NOT EXISTS (SELECT 1 FROM submission) AND (SELECT value FROM policy WHERE name = 'require_form') = 'true';
