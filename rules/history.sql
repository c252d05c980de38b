-- Against the version before: the listed one, else the newest that ever was listed, and then each finding says that it is delisted. Of an app with builds
-- for several kinds of devices (package.device) that for the same kind; and of builds for several kinds in one version each kind's are compared with the same kind's
-- (all, where there are none), rule by rule: previous_package alone has all of them.
-- Its facts stand in previous_<table>; without one these rules are silent. Its first file is package 0: who joins that asks whether
-- there is one. listed_package has the files of every version under the same version code besides, listed_finding all that was found.
-- What was looked at there (f.verdict <> 'notice'), and said the same where a developer may change what it says, needs no second look: a notice excuses nothing.
-- decided_against has what persons decided against the same bytes or the app, listed before or not.

-- rule: history.decided-against
-- verdict: review
-- title: Somebody decided against the same bytes, or against the app
-- title.zh: 相同安装包或该应用此前已被人工拒绝、下架、暂停服务或上报
-- detail.zh: %s; the report to the authority is open, case #%d => %t；向主管部门上报的工单 #%d 未结
-- detail.zh: submission #%d of the same bytes was rejected on %s: %s => 相同安装包的提交 #%d 已于 %s 被拒绝：%s
-- detail.zh: submission #%d of the same bytes was delisted on %s: %s => 相同安装包的提交 #%d 已于 %s 被下架：%s
-- detail.zh: submission #%d of the app was delisted on %s: %s => 该应用的提交 #%d 已于 %s 被下架：%s
-- detail.zh: submission #%d of the app was rejected on %s: %s => 该应用的提交 #%d 已于 %s 被拒绝：%s
-- detail.zh: the check by hand of submission #%d of the same bytes was against it on %s, case #%d => 相同安装包的提交 #%d 于 %s 人工检查不合格，工单 #%d
-- detail.zh: the check by hand of submission #%d of the app, which is listed, was against it on %s, case #%d => 该应用已上架的提交 #%d 于 %s 人工检查不合格，工单 #%d
-- detail.zh: the check by hand of the app was against it on %s, case #%d => 该应用于 %s 人工检查不合格，工单 #%d
-- detail.zh: the complaint about submission #%d of the same bytes was upheld on %s, case #%d => 有关相同安装包的提交 #%d 的投诉于 %s 认定属实，工单 #%d
-- detail.zh: the complaint about submission #%d of the app, which is listed, was upheld on %s, case #%d => 有关该应用已上架的提交 #%d 的投诉于 %s 认定属实，工单 #%d
-- detail.zh: the complaint about the app was upheld on %s, case #%d => 有关该应用的投诉于 %s 认定属实，工单 #%d
-- detail.zh: a laboratory found something in submission #%d of the app, told on %s, case #%d => 外部检测在该应用的提交 #%d 中发现问题（%s 报送），工单 #%d
-- detail.zh: case #%d, the report to the authority about the app, is open since %s: %s => 有关该应用向主管部门上报的工单 #%d 自 %s 起未结：%s
-- detail.zh: case #%d, the suspension of the app, is open since %s: %s => 该应用暂停服务的工单 #%d 自 %s 起未结：%s
-- fix: Say in the form (explanations) what is different now, or appeal against what was decided.
-- fix.zh: 在表单的 explanations 中说明与此前不同之处；对此前的处置有异议的，可提出申诉。
-- detail: house
-- class: history
-- basis: licence-16.11
-- when: gate
-- miss: clean after clean
-- The newest decision about a file counts, and a delisting of the app, or a rejection by more than what rules found, until a later submission is listed. Who decided is not said here. What a
-- laboratory found in what never was listed counts until a person settles it: whoever lists the next one looks at that first.
SELECT iif(d.submission = '', 'case #' || d.case_number, '#' || d.submission) AS subject,
  CASE WHEN d.kind = 'laboratory' THEN 'a laboratory found something in submission #' || d.submission || ' of the app, told on ' || d.date || ', case #' || d.case_number
  WHEN d.kind IN ('manual-check', 'complaint') THEN iif(d.kind = 'complaint', 'the complaint about ', 'the check by hand of ')
    || iif(d.submission = '', 'the app', 'submission #' || d.submission || iif(d.sha256 = '', ' of the app, which is listed,', ' of the same bytes'))
    || iif(d.kind = 'complaint', ' was upheld on ', ' was against it on ') || d.date || ', case #' || d.case_number
  ELSE iif(d.case_number <> '', 'case #' || d.case_number || iif(d.kind = 'suspension', ', the suspension of the app', ', the report to the authority about the app') || ', is open since ',
    'submission #' || d.submission || iif(d.sha256 = '', ' of the app was ', ' of the same bytes was ') || d.kind || ' on ')
  || d.date || ': ' || substr(d.reason, 1, 200)
  || coalesce((SELECT '; the report to the authority is open, case #' || c.case_number FROM decided_against c
    WHERE c.kind = 'authority-report' AND d.case_number = '' AND c.submission = d.submission), '') END AS detail, p.path
FROM decided_against d LEFT JOIN package p ON p.sha256 = d.sha256
WHERE NOT EXISTS (SELECT 1 FROM decided_against b WHERE b.submission = d.submission AND b.submission <> ''
  AND ((d.sha256 = '' AND b.sha256 <> '') OR (d.case_number <> '' AND b.case_number = '')))
GROUP BY d.submission, d.kind, d.case_number;

-- rule: history.claimed
-- verdict: review
-- title: Another developer or signer handed in an app of this id, too, which never was listed: whose the id is, is settled by listing one of them
-- title.zh: 其他开发者或签名者也提交了相同应用标识的应用，该应用从未上架：将其中之一上架即确定标识归属
-- detail.zh: submission #%d of %s, by another developer and signer => 提交 #%d（%s），开发者与签名者均不同
-- detail.zh: submission #%d of %s, by another developer => 提交 #%d（%s），开发者不同
-- detail.zh: submission #%d of %s, by another signer => 提交 #%d（%s），签名者不同
-- detail.zh: submission #%d of %s, by another developer and signer; who handed in this one was first, with submission #%d => 提交 #%d（%s），开发者与签名者均不同；本次提交者更早，见提交 #%d
-- detail.zh: submission #%d of %s, by another developer; who handed in this one was first, with submission #%d => 提交 #%d（%s），开发者不同；本次提交者更早，见提交 #%d
-- detail.zh: submission #%d of %s, by another signer; who handed in this one was first, with submission #%d => 提交 #%d（%s），签名者不同；本次提交者更早，见提交 #%d
-- fix: Give the app an id of your own; ask the store to withdraw that submission if it is yours; or say in the form (explanations) why the id is yours.
-- fix.zh: 使用自有的应用标识；该提交如为本方所交，请商店予以撤回；或在表单的 explanations 中说明该标识归属。
-- detail: house
-- class: history
-- basis: licence-16.11
-- when: gate
-- miss: clean after clean
-- Whichever of both is listed first locks the other out, for phones take updates by who signed alone: a person says whose it is, whoever was first. Of an app that is
-- or was listed its versions say whose it is.
SELECT p.app_id AS subject, 'submission #' || w.submission || ' of ' || w.date || ', by another '
  || CASE WHEN w.same_developer <> '' THEN 'signer' WHEN w.same_signer <> '' THEN 'developer' ELSE 'developer and signer' END
  || iif(w.own_first = '', '', '; who handed in this one was first, with submission #' || w.own_first) AS detail, p.path
FROM waiting w JOIN package p ON p.package = 0;

-- rule: history.signer-changed
-- verdict: reject
-- title: Signed by another signer than the listed version, without proof of rotation
-- title.zh: 签名者与已上架版本不同，且无密钥轮换证明
-- detail.zh: signed by %s; version %s was signed by %s, and there is no proof of rotation => 现由 %s 签名；版本 %s 由 %s 签名，且无密钥轮换证明
-- detail.zh: signed by %s from SDK %d on; version %s was signed by %s, and there is no proof of rotation => 由 %s 签名（自 SDK %d 起）；版本 %s 由 %s 签名，且无密钥轮换证明
-- detail.zh: signed by %s; version %s was signed by %s, and there is no proof of rotation; phones take it all the same, by an upgrade-key-set of that version => 现由 %s 签名；版本 %s 由 %s 签名，且无密钥轮换证明；但该版本的 upgrade-key-set 允许此密钥，手机仍会接受更新
-- detail.zh: signed by %s from SDK %d on; version %s was signed by %s, and there is no proof of rotation; phones take it all the same, by an upgrade-key-set of that version => 由 %s 签名（自 SDK %d 起）；版本 %s 由 %s 签名，且无密钥轮换证明；但该版本的 upgrade-key-set 允许此密钥，手机仍会接受更新
-- fix: Sign with the certificate of the listed version, or prove the rotation (APK signature scheme v3).
-- fix.zh: 使用已上架版本的证书签名，或提供密钥轮换证明（APK 签名方案 v3）。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-other-signer after update-first, update-third after rotated, update-other-signer after rotated-back
-- miss: rotated after update-first, update-third after rotated-back, update-third after update-first
-- As the installer has it (PackageManagerServiceUtils.verifySignatures, SigningDetails.checkCapability), on each Android version: who signed there before stands
-- in the lineage of who signs there now and may hand its data on (flag 1), or who signs now stands in the lineage of who did before, and may be gone back to
-- (flag 8). What counts on other versions, and lineages of others than these two, prove nothing there.
SELECT p.app_id AS subject, 'signed by ' || substr(c.sha256, 1, 16)
  || iif(c.sdk > (SELECT min(CAST(f.min_sdk AS INTEGER)) FROM signer f WHERE f.package = c.package), ' from SDK ' || c.sdk || ' on', '')
  || '; version ' || coalesce((SELECT max(version_code) FROM previous_package), '?')
  || ' was signed by ' || (SELECT group_concat(DISTINCT substr(b.sha256, 1, 16)) FROM previous_signer b WHERE c.sdk BETWEEN b.min_sdk AND b.max_sdk)
  || ', and there is no proof of rotation' || iif(EXISTS (SELECT 1 FROM previous_key_set s JOIN previous_package w ON w.package = s.package AND w.shared_user_id IS NULL
    WHERE s.upgrade AND NOT EXISTS (SELECT 1 FROM previous_key_set a WHERE a.package = s.package AND a.name = s.name AND a.spki_sha256 NOT IN
      (SELECT o.spki_sha256 FROM signer o WHERE o.package = c.package AND c.sdk BETWEEN o.min_sdk AND o.max_sdk))),
    '; phones take it all the same, by an upgrade-key-set of that version', '') AS detail, c.path
FROM (SELECT n.package, n.path, n.sha256, CAST(min(s.sdk) AS INTEGER) AS sdk
  FROM (SELECT CAST(min_sdk AS INTEGER) AS sdk FROM signer UNION SELECT CAST(min_sdk AS INTEGER) FROM previous_signer) s
  JOIN signer n ON s.sdk BETWEEN n.min_sdk AND n.max_sdk
  WHERE EXISTS (SELECT 1 FROM previous_signer)
    AND NOT EXISTS (SELECT 1 FROM previous_signer b WHERE s.sdk BETWEEN b.min_sdk AND b.max_sdk AND (b.sha256 = n.sha256
      OR EXISTS (SELECT 1 FROM certificate l WHERE l.package = n.package AND l.scheme = n.scheme AND l.signer = n.signer AND l.role = 'lineage'
          AND l.sha256 = b.sha256 AND l.capabilities & 1)
      OR EXISTS (SELECT 1 FROM previous_certificate l WHERE l.package = b.package AND l.scheme = b.scheme AND l.signer = b.signer AND l.role = 'lineage'
          AND l.sha256 = n.sha256 AND l.capabilities & 8)))
  GROUP BY n.sha256, n.path) c JOIN package p ON p.package = c.package JOIN previous_package v ON v.package = 0
GROUP BY c.sha256, c.path;

-- rule: history.signer-unknown
-- verdict: review
-- title: Nobody knows who signed the listed version, so that the signer of this one cannot be compared
-- title.zh: 不清楚在架版本由谁签名，无法比对本版本的签名者
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: clean after unsigned
-- miss: clean after clean
-- A person listed it although its signature was not read, or does not verify.
SELECT DISTINCT NULL AS subject, substr(c.sha256, 1, 16) AS detail, c.path FROM signer c JOIN previous_package b ON b.split IS NULL
WHERE NOT EXISTS (SELECT 1 FROM previous_signer);

-- rule: history.signer-dropped
-- verdict: reject
-- title: One of several signers of the listed version is missing, which phones refuse as an update
-- title.zh: 缺少已上架版本的签名者之一，手机拒绝更新
-- detail.zh: %s of the listed version has %d signers => 在架版本的 %s 签名有 %d 个签名者
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: clean after two-signers
-- miss: clean after clean, two-signers after two-signers, rotated after clean, unsigned after two-signers
-- Where a signature was not read, he may be in that.
SELECT b.sha256 AS subject, b.scheme || ' of the listed version has ' || max(b.num) || ' signers' AS detail
FROM (SELECT s.sdk, b.scheme, b.sha256, (SELECT count(DISTINCT o.sha256) FROM previous_signer o WHERE o.package = b.package AND s.sdk BETWEEN o.min_sdk AND o.max_sdk) AS num
  FROM (SELECT CAST(min_sdk AS INTEGER) AS sdk FROM signer UNION SELECT CAST(min_sdk AS INTEGER) FROM previous_signer) s
  JOIN previous_signer b ON s.sdk BETWEEN b.min_sdk AND b.max_sdk
  WHERE EXISTS (SELECT 1 FROM signer n WHERE s.sdk BETWEEN n.min_sdk AND n.max_sdk)
    AND NOT EXISTS (SELECT 1 FROM signer n WHERE n.sha256 = b.sha256 AND s.sdk BETWEEN n.min_sdk AND n.max_sdk)) b
WHERE b.num > 1 AND EXISTS (SELECT 1 FROM previous_signer) AND NOT EXISTS (SELECT 1 FROM package WHERE signing IS NULL)
GROUP BY b.sha256, b.scheme;

-- rule: signer.rotated
-- verdict: notice
-- title: The signing key was changed, with proof of rotation
-- title.zh: 签名密钥已轮换，且有轮换证明
-- detail.zh: %s; before: %s => %s；此前为 %s
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: rotated after update-first
-- miss: update-third after update-first
SELECT NULL AS subject, substr(n.sha256, 1, 16) || '; before: ' || substr(b.sha256, 1, 16) AS detail, n.path
FROM (SELECT CAST(min_sdk AS INTEGER) AS sdk FROM signer UNION SELECT CAST(min_sdk AS INTEGER) FROM previous_signer) s
JOIN signer n ON s.sdk BETWEEN n.min_sdk AND n.max_sdk JOIN previous_signer b ON s.sdk BETWEEN b.min_sdk AND b.max_sdk
JOIN certificate l ON l.package = n.package AND l.scheme = n.scheme AND l.signer = n.signer AND l.role = 'lineage' AND l.sha256 = b.sha256
WHERE l.capabilities & 1 AND NOT EXISTS (SELECT 1 FROM previous_signer o WHERE o.sha256 = n.sha256 AND s.sdk BETWEEN o.min_sdk AND o.max_sdk)
GROUP BY n.sha256, b.sha256, n.path;

-- rule: signer.rolled-back
-- verdict: review
-- title: Signed by an older key again, which the listed version's proof of rotation allows
-- title.zh: 重新使用旧签名密钥（已上架版本的轮换证明允许）
-- detail.zh: %s; listed: %s => %s；在架版本为 %s
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-third after rotated-back
-- miss: update-third after rotated
SELECT NULL AS subject, substr(n.sha256, 1, 16) || '; listed: ' || group_concat(DISTINCT substr(b.sha256, 1, 16)) AS detail, n.path
FROM (SELECT CAST(min_sdk AS INTEGER) AS sdk FROM signer UNION SELECT CAST(min_sdk AS INTEGER) FROM previous_signer) s
JOIN signer n ON s.sdk BETWEEN n.min_sdk AND n.max_sdk JOIN previous_signer b ON s.sdk BETWEEN b.min_sdk AND b.max_sdk
JOIN previous_certificate l ON l.package = b.package AND l.scheme = b.scheme AND l.signer = b.signer AND l.role = 'lineage' AND l.sha256 = n.sha256
WHERE l.capabilities & 8 AND NOT EXISTS (SELECT 1 FROM previous_signer o WHERE o.sha256 = n.sha256 AND s.sdk BETWEEN o.min_sdk AND o.max_sdk)
GROUP BY n.sha256, n.path;

-- rule: history.upgrade-key-changed
-- verdict: review
-- title: An upgrade-key-set of other keys than the listed version has: others may sign the versions to come
-- title.zh: 新增或更改了 upgrade-key-set，后续版本的签名者可能改变
-- detail.zh: public keys %s => 公钥 %s
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-key-other after update-first
-- miss: update-key-other after update-key-other
-- By its keys, not by its name. Where all are gone, the signer counts again, which needs nobody's look.
SELECT n.name AS subject, 'public keys ' || n.short AS detail, n.path
FROM (SELECT k.name, k.path, group_concat(k.spki_sha256, ' ') AS keys, group_concat(substr(k.spki_sha256, 1, 16), ', ') AS short
      FROM (SELECT * FROM key_set WHERE upgrade ORDER BY package, name, path, spki_sha256) k GROUP BY k.package, k.name, k.path) n
JOIN previous_package v ON v.package = 0
WHERE n.keys NOT IN (SELECT group_concat(b.spki_sha256, ' ') FROM (SELECT * FROM previous_key_set WHERE upgrade ORDER BY package, name, spki_sha256) b GROUP BY b.package, b.name)
GROUP BY n.name, n.keys, n.path;

-- rule: history.upgrade-key-missing
-- verdict: review
-- title: Signed with the keys of none of the listed version's upgrade-key-sets, which phones refuse as an update
-- title.zh: 签名密钥不符合已上架版本的任何 upgrade-key-set，手机拒绝更新
-- detail.zh: public key %s; version %s is updated by whoever has %s => 公钥为 %s；版本 %s 仅接受由 %s 签名的更新
-- fix: Sign with all keys of an upgrade-key-set of the listed version.
-- fix.zh: 使用已上架版本某个 upgrade-key-set 的全部密钥签名。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-third after update-key-other
-- miss: update-other-signer after update-key-other, unsigned after update-key-other
-- Such a set counts instead of the signer, and of a proof of rotation, on each Android version; not for an app that shares a user ID. Where a signature was not read, it may be by that.
SELECT p.app_id AS subject, 'public key ' || (SELECT group_concat(DISTINCT substr(o.spki_sha256, 1, 16)) FROM signer o WHERE o.package = p.package)
  || '; version ' || coalesce(v.version_code, '?') || ' is updated by whoever has ' || group_concat(DISTINCT substr(k.spki_sha256, 1, 16)) AS detail, p.path
FROM package p JOIN previous_key_set k ON k.upgrade JOIN previous_package v ON v.package = k.package
WHERE p.split IS NULL AND p.signing IS NOT NULL AND v.shared_user_id IS NULL
  AND EXISTS (SELECT 1 FROM signer c WHERE c.package = p.package
    AND NOT EXISTS (SELECT 1 FROM previous_key_set s WHERE s.upgrade AND NOT EXISTS (SELECT 1 FROM previous_key_set a WHERE a.package = s.package AND a.name = s.name
      AND a.spki_sha256 NOT IN (SELECT o.spki_sha256 FROM signer o WHERE o.package = p.package AND CAST(c.min_sdk AS INTEGER) BETWEEN o.min_sdk AND o.max_sdk))))
GROUP BY p.package, p.app_id, p.path;

-- rule: history.version-code-not-rising
-- verdict: reject
-- title: The version code is lower than that of a version that is or was listed
-- title.zh: 版本号低于已上架或曾上架的版本
-- detail.zh: version code %d, listed is %d => 版本号 %d，在架版本为 %d
-- detail.zh: version code %d, listed was %d => 版本号 %d，曾上架版本为 %d
-- fix: Raise versionCode above that of every version that was listed.
-- fix.zh: 将 versionCode 提高到所有曾上架版本之上。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-first after update-second
-- miss: update-second after update-first
-- Of the listed files that the same phones take, else of all for the same kind of device: builds for other ABIs, and for watches, cars and TVs, may have
-- codes of their own. What a file is counts, not the role that it is said to have. Phones that took one that was delisted hold it still.
SELECT r.app_id AS subject, 'version code ' || r.version_code ||
  iif(EXISTS (SELECT 1 FROM previous_package o WHERE o.version_code = r.listed), ', listed is ', ', listed was ') || r.listed AS detail, r.path
FROM (SELECT p.app_id, p.version_code, p.path, coalesce(
    (SELECT max(CAST(o.version_code AS INTEGER)) FROM listed_package o WHERE o.device = coalesce(p.device, '') AND (o.abi = ''
       OR NOT EXISTS (SELECT 1 FROM native_abi a WHERE a.package = p.package) OR EXISTS (SELECT 1 FROM native_abi a WHERE a.package = p.package AND a.abi = o.abi))),
    (SELECT max(o.version_code) FROM previous_package o WHERE o.device IS p.device)) AS listed
  FROM package p) r JOIN previous_package v ON v.package = 0
WHERE r.version_code < r.listed;

-- rule: history.same-version-code
-- verdict: reject
-- title: Another content under the version code that is listed
-- title.zh: 相同版本号但内容不同
-- detail.zh: version code %d => 版本号 %d
-- detail.zh: version code %d, split %s => 版本号 %d，拆分包 %s
-- fix: Give changed content a versionCode of its own.
-- fix.zh: 内容有变更的安装包须使用新的 versionCode。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: said-channel after update-first
-- miss: arm32 after arm64, clean after clean, clean after unsigned
-- Of every version that is or was listed. What a file is counts, not the role that it is said to have: only a build for another kind of device, or for
-- ABIs that no listed file of that code has native code for, may differ. The same bytes have the same content, also where they were not read whole.
SELECT p.app_id AS subject, 'version code ' || p.version_code || coalesce(', split ' || p.split, '') AS detail, p.path
FROM package p JOIN listed_package o ON o.version_code = p.version_code
WHERE NOT EXISTS (SELECT 1 FROM listed_package b WHERE b.sha256 = p.sha256 OR b.content_digest = p.content_digest)
  AND o.device = coalesce(p.device, '') AND (o.abi = '' OR NOT EXISTS (SELECT 1 FROM native_abi a WHERE a.package = p.package)
       OR EXISTS (SELECT 1 FROM native_abi a WHERE a.package = p.package AND a.abi = o.abi))
GROUP BY p.package;

-- rule: history.block-differs
-- verdict: review
-- title: The content is that of the listed version, and beside it stands other data
-- title.zh: 内容与已上架版本相同，但签名块、压缩包注释或附加字段中附带了其他数据
-- detail.zh: pair %s of %d bytes (%s) => 签名块数据 %s，%d 字节（%s）
-- detail.zh: pair %s of %d bytes => 签名块数据 %s，%d 字节
-- detail.zh: comments or extra fields of the archive => 压缩包注释或附加字段
-- fix: Hand in the file that was listed, or say in the form (explanations) what wrote the data there.
-- fix.zh: 提交与上架版本相同的文件，或在表单的 explanations 中说明该数据由何工具写入。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: block-payload after clean
-- miss: channel-walle after clean, block-payload after block-payload, block-payload after dropper, clean after unsigned
-- Into the signing block whoever has the file can put it, and the app reads it from its own file. A channel tool's is for that; what a build writes there (lists of
-- libraries) is the same as long as the file is.
SELECT NULL AS subject, 'pair ' || b.id || ' of ' || b.size || ' bytes' || coalesce(' (' || b.name || ')', '') AS detail, p.path
FROM package p JOIN previous_package v ON v.content_digest = p.content_digest AND v.version_code = p.version_code JOIN signing_block b ON b.package = p.package
WHERE b.channel IS NULL AND (b.name IS NULL OR b.name IN ('dependency information', 'Google Play frosting'))
  AND NOT EXISTS (SELECT 1 FROM previous_signing_block o JOIN previous_package w ON w.package = o.package
    WHERE w.content_digest = p.content_digest AND o.id = b.id AND o.sha256 = b.sha256)
GROUP BY p.package, b.id, b.sha256
UNION ALL
SELECT NULL, 'comments or extra fields of the archive', p.path
FROM package p JOIN previous_package v ON v.content_digest = p.content_digest AND v.version_code = p.version_code
WHERE p.extras_digest IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM previous_package w WHERE w.content_digest = p.content_digest AND w.extras_digest = p.extras_digest)
GROUP BY p.package;

-- rule: history.permission-added
-- verdict: review
-- title: A permission that the listed version does not have
-- title.zh: 新增权限
-- detail.zh: %s => %k
-- detail.zh: %s; purpose given: %s => %k；用途说明：%s
-- fix: Take the permission out; of one that stays the reviewer decides by what the form says it is for.
-- fix.zh: 删除新增权限；确需保留的，由审核人员根据表单所填用途决定。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-second after update-first
-- miss: update-third after update-first
-- Whatever its level: no catalogue says that one of level normal is harmless (INTERNET, QUERY_ALL_PACKAGES).
SELECT DISTINCT p.name AS subject, coalesce(a.base_level, CASE WHEN h.name IS NOT NULL THEN 'dangerous' END, v.level, d.level, 'unknown')
  || coalesce('; purpose given: ' || (SELECT substr(u.text, 1, 200) FROM purpose u WHERE u.permission = p.name LIMIT 1), '') AS detail, p.path
FROM permission p JOIN previous_package o ON o.package = 0
LEFT JOIN android_permissions a ON a.name = p.name
LEFT JOIN android_health_permissions h ON h.name = p.name
LEFT JOIN vendor_permissions v ON p.name GLOB v.name
LEFT JOIN permission_definition d ON d.name = p.name
WHERE NOT EXISTS (SELECT 1 FROM previous_permission b WHERE b.name = p.name);

-- rule: history.queries-widened
-- verdict: review
-- title: The app sees all other apps by an intent of its queries, which the listed version does not
-- title.zh: 新增通过 queries 声明的意图可见其他全部应用
-- detail.zh: action %s => 操作 %s
-- fix: Name the apps and intents that it needs, or say in the form (explanations) why it has to see all.
-- fix.zh: 仅声明所需的应用与意图，或在表单的 explanations 中说明需要可见全部应用的原因。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: queries-all after clean
-- miss: queries-all after queries-all
-- As permission.queries-all; QUERY_ALL_PACKAGES, which lets it, is history.permission-added.
SELECT p.app_id AS subject, 'action ' || min(u.value) AS detail, u.path
FROM broad_query u JOIN package p ON p.package = u.package JOIN previous_package v ON v.package = 0
WHERE NOT EXISTS (SELECT 1 FROM permission o WHERE o.name = 'android.permission.QUERY_ALL_PACKAGES')
  AND NOT EXISTS (SELECT 1 FROM previous_permission o WHERE o.name = 'android.permission.QUERY_ALL_PACKAGES')
  AND NOT EXISTS (SELECT 1 FROM previous_broad_query)
GROUP BY p.app_id;

-- rule: history.permission-widened
-- verdict: review
-- title: A permission is asked for on more Android versions than before
-- title.zh: 权限适用范围扩大
-- detail.zh: maxSdkVersion %d before, none now => maxSdkVersion 此前为 %d，现无上限
-- detail.zh: maxSdkVersion %d before, %d now => maxSdkVersion 此前为 %d，现为 %d
-- detail.zh: from SDK %d before, on all versions now => 此前自 SDK %d 起申请，现于所有版本申请
-- detail.zh: from SDK %d before, from SDK %d now => 此前自 SDK %d 起申请，现自 SDK %d 起申请
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: manifest-careless after permissions-implied
-- miss: clean after clean
-- Of what is asked for from some version on (uses-permission-sdk-23), the versions before count that the app runs on.
SELECT p.name AS subject, 'maxSdkVersion ' || (SELECT max(b.max_sdk) FROM previous_permission b WHERE b.name = p.name) || ' before, '
  || CASE WHEN sum(p.max_sdk IS NULL) > 0 THEN 'none' ELSE max(p.max_sdk) END || ' now' AS detail, p.path
FROM permission p JOIN previous_permission o ON o.name = p.name
WHERE p.origin IN ('declared', 'declared-sdk-23')
  AND NOT EXISTS (SELECT 1 FROM previous_permission b WHERE b.name = p.name AND b.max_sdk IS NULL)
GROUP BY p.name
HAVING sum(p.max_sdk IS NULL) > 0 OR max(p.max_sdk) > (SELECT max(b.max_sdk) FROM previous_permission b WHERE b.name = p.name)
UNION ALL
SELECT p.name AS subject, 'from SDK ' || min(coalesce(o.min_sdk, 0)) || ' before, '
  || CASE WHEN sum(p.min_sdk IS NULL) > 0 THEN 'on all versions' ELSE 'from SDK ' || min(p.min_sdk) END || ' now' AS detail, p.path
FROM permission p JOIN previous_permission o ON o.name = p.name JOIN package a ON a.package = p.package
WHERE p.origin IN ('declared', 'declared-sdk-23')
GROUP BY p.name
HAVING min(coalesce(p.min_sdk, 0)) < min(coalesce(o.min_sdk, 0)) AND min(coalesce(a.min_sdk, 1)) < min(coalesce(o.min_sdk, 0));

-- rule: history.component-exported
-- verdict: review
-- title: A component that other apps may call now and could not before
-- title.zh: 新增对外开放的组件
-- detail.zh: activity => Activity
-- detail.zh: service => 服务
-- detail.zh: receiver => 广播接收器
-- detail.zh: provider => 内容提供者
-- detail.zh: alias => Activity 别名
-- detail.zh: provider, %s => 内容提供者，%t
-- detail.zh: read => 可读取
-- detail.zh: write => 可写入
-- detail.zh: read %s => 可读取 %s
-- detail.zh: write %s => 可写入 %s
-- fix: Set android:exported="false", protect the component with a permission, or, where others have to reach it, say in the form (explanations) what for.
-- fix.zh: 将组件设为 android:exported="false"，或以权限保护；确需对外开放的，在表单的 explanations 中说明用途。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: exported after clean
-- miss: exported after exported, exported-path after exported-path
-- Of a provider reading and writing are compared, each, and those of paths with a permission of their own. A path whose own permission is gone is opened
-- with the rest where that is open.
SELECT n.component AS subject, n.kind || iif(n.kind <> 'provider' OR count(DISTINCT iif(n.path_pattern IS NULL, n.access, NULL)) = 2, '',
  ', ' || min(n.access || coalesce(' ' || n.path_pattern, ''))) AS detail, n.path
FROM open_access n JOIN previous_package v ON v.package = 0
WHERE NOT EXISTS (SELECT 1 FROM previous_open_access b WHERE b.component = n.component AND b.access = n.access AND b.pattern_kind IS n.pattern_kind AND b.path_pattern IS n.path_pattern)
  AND (EXISTS (SELECT 1 FROM previous_path_permission g WHERE g.component = n.component AND g.pattern_kind = n.pattern_kind AND g.path_pattern = n.path_pattern
      AND iif(n.access = 'read', g.read_permission, g.write_permission) IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM previous_open_access b WHERE b.component = n.component AND b.access = n.access AND b.path_pattern IS NULL))
GROUP BY n.component, n.kind, n.path
UNION ALL
SELECT n.component, 'provider, ' || n.access || ' ' || g.path_pattern, n.path
FROM (SELECT DISTINCT component FROM previous_path_permission) c CROSS JOIN open_access n ON n.component = c.component CROSS JOIN previous_path_permission g ON g.component = n.component
WHERE n.path_pattern IS NULL AND EXISTS (SELECT 1 FROM previous_open_access b WHERE b.component = n.component AND b.access = n.access AND b.path_pattern IS NULL)
  AND iif(n.access = 'read', g.read_permission, g.write_permission) IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM previous_open_access o WHERE o.component = g.component AND o.access = n.access AND o.pattern_kind = g.pattern_kind AND o.path_pattern = g.path_pattern)
  AND NOT EXISTS (SELECT 1 FROM path_permission o WHERE o.component = g.component AND o.pattern_kind = g.pattern_kind AND o.path_pattern = g.path_pattern
    AND iif(n.access = 'read', o.read_permission, o.write_permission) IS NOT NULL);

-- rule: history.guard-lowered
-- verdict: review
-- title: What apps of the same signer alone could use is open to others now, by a permission that users grant or every app gets
-- title.zh: 原先仅限同一签名者应用使用的组件或权限，现可由其他应用取得授权后使用
-- detail.zh: permission of level %s, before %s => 权限级别现为 %k，此前为 %k
-- detail.zh: guarded by %s, before by %s => 现由 %s 保护，此前由 %s 保护
-- detail.zh: guarded by %s, before not exported => 现由 %s 保护，此前未对外开放
-- fix: Guard it by a permission of level signature, or, where others have to reach it, say in the form (explanations) what for.
-- fix.zh: 使用 signature 级权限保护；确需供其他应用调用的，在表单的 explanations 中说明用途。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: permission-group after exported
-- miss: exported after exported
-- Phones take the level that the update defines; one of pre23 every app gets whose target is low enough, one of knownSigner those of the certificates that the permission names. A guard that every app gets, or that nobody defines, is history.component-exported.
WITH l AS MATERIALIZED (SELECT name, path, level, 0 AS is_before FROM permission_definition UNION ALL SELECT name, path, level, 1 FROM previous_permission_definition),
d AS MATERIALIZED (SELECT name, path, is_before, iif(instr('|' || level || '|', '|pre23|') > 0, 'normal', substr(coalesce(level, 'normal') || '|', 1, instr(coalesce(level, 'normal') || '|', '|') - 1))
    || iif(level GLOB 'signature*' AND instr('|' || level || '|', '|knownSigner|') > 0 AND instr('|' || level || '|', '|pre23|') = 0, '|knownSigner', '') AS level FROM l),
r(level, rank) AS (VALUES ('normal', 0), ('dangerous', 1), ('signature|knownSigner', 2)),
n AS MATERIALIZED (SELECT c.name, c.path, c.kind, k.access, coalesce(iif(k.access = 'read', c.read_permission, c.write_permission), c.permission) AS guard
  FROM component c, (SELECT 'read' AS access UNION ALL VALUES ('write')) k WHERE c.exported = 1 AND coalesce(c.permission, c.read_permission, c.write_permission) IS NOT NULL),
w AS MATERIALIZED (SELECT n.name, n.path, n.guard, b.exported, coalesce(iif(n.access = 'read', b.read_permission, b.write_permission), b.permission) AS guard_before
  FROM n CROSS JOIN previous_component b ON b.name = n.name AND b.kind = n.kind),
g AS MATERIALIZED (SELECT c.guard, c.is_before, coalesce((SELECT a.base_level FROM android_permissions a WHERE a.name = c.guard),
    (SELECT 'dangerous' FROM android_health_permissions h WHERE h.name = c.guard), (SELECT v.level FROM vendor_permissions v WHERE c.guard GLOB v.name),
    (SELECT d.level FROM d WHERE d.name = c.guard AND d.is_before = c.is_before)) AS level
  FROM (SELECT guard, 0 AS is_before FROM w UNION SELECT guard_before, 1 FROM w) c)
SELECT n.name AS subject, 'permission of level ' || n.level || ', before ' || b.level AS detail, n.path
FROM previous_package v JOIN d n JOIN d b ON b.is_before AND b.name = n.name
WHERE v.package = 0 AND NOT n.is_before AND coalesce((SELECT rank FROM r WHERE r.level = n.level), 3) < coalesce((SELECT rank FROM r WHERE r.level = b.level), 3)
GROUP BY n.name
UNION ALL
SELECT w.name, 'guarded by ' || w.guard || ', before ' || iif(w.exported, 'by ' || w.guard_before, 'not exported'), w.path
FROM previous_package v JOIN w JOIN g n ON n.guard = w.guard AND NOT n.is_before AND n.level IN ('dangerous', 'signature|knownSigner') LEFT JOIN g b ON b.guard = w.guard_before AND b.is_before
WHERE v.package = 0 AND (w.exported = 0 OR (w.guard_before <> w.guard AND coalesce((SELECT rank FROM r WHERE r.level = n.level), 3) < coalesce((SELECT rank FROM r WHERE r.level = b.level), 3)))
GROUP BY w.name;

-- rule: history.link-host-added
-- verdict: notice
-- title: The app has links to a web site that the listed version does not have
-- title.zh: 新增可打开的网站链接
-- detail.zh: hosts %s => 域名 %s
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: default-role after clean
-- miss: clean after clean
-- Up to Android 11 the app stands in the chooser for them, whoever's they are. A host below one that the listed version has is of that site.
SELECT NULL AS subject, 'hosts ' || group_concat(n.host, ', ') AS detail, n.path
FROM (SELECT DISTINCT lower(f.host) AS host, f.path FROM intent_filter f JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1
  JOIN intent_filter a ON a.package = f.package AND a.component = f.component AND a.position = f.position AND a.scheme IN ('http', 'https') WHERE f.host IS NOT NULL ORDER BY 1) n
JOIN previous_package v ON v.package = 0
WHERE NOT EXISTS (SELECT 1 FROM previous_intent_filter b WHERE '.' || ltrim(n.host, '*.') LIKE '%.' || ltrim(lower(b.host), '*.'))
GROUP BY n.path;

-- rule: history.code-added
-- verdict: review
-- title: A package or code inside that the listed version does not have, where phones do not load it by themselves
-- title.zh: 新增系统不会自行加载的内嵌安装包或代码
-- detail.zh: a package => 安装包
-- detail.zh: DEX code => DEX 代码
-- detail.zh: native code => 原生代码
-- detail.zh: a script => 脚本
-- detail.zh: an archive that is not looked into => 未检查内容的压缩文件
-- detail.zh: %s and %d more => %t，另有 %d 个
-- fix: Say in the form (explanations) what the code is for, or take it out.
-- fix.zh: 在表单的 explanations 中说明该代码的用途，或将其删除。
-- class: remote
-- basis: licence-16.11, miit-2016-407
-- platform: android
-- when: gate
-- hit: embedded-apk after clean, embedded-hidden after clean
-- miss: embedded-apk after embedded-apk, embedded-hidden after embedded-hidden
-- Where there are no more of its sort than before, it has another name: builds give those that tell the content. What is written in scripts, or packs its
-- assets so, gets more of them with every version. What is not looked into may be any of them; in those that were there it may be as well.
SELECT min(a.path) AS subject, k.what || iif(count(DISTINCT a.path) > 1, ' and ' || (count(DISTINCT a.path) - 1) || ' more', '') AS detail, min(a.path) AS path,
  iif((SELECT count(DISTINCT n.path) FROM anomaly n WHERE n.id = a.id) > (SELECT count(DISTINCT o.path) FROM previous_anomaly o WHERE o.id = a.id)
    AND NOT (a.id IN ('embedded.script', 'embedded.archive') AND EXISTS (SELECT 1 FROM previous_anomaly s WHERE s.id = a.id)), 'review', 'notice') AS verdict
FROM anomaly a JOIN (SELECT 'embedded.apk' AS id, 'a package' AS what UNION ALL VALUES ('embedded.dex', 'DEX code'), ('embedded.elf', 'native code'), ('embedded.script', 'a script'), ('embedded.archive', 'an archive that is not looked into')) k ON k.id = a.id
JOIN previous_package v ON v.package = 0
WHERE a.id IN ('embedded.apk', 'embedded.dex', 'embedded.elf', 'embedded.script', 'embedded.archive')
  AND NOT EXISTS (SELECT 1 FROM previous_anomaly b WHERE b.id = a.id AND b.path = a.path)
GROUP BY a.id;

-- rule: history.inner-package-changed
-- verdict: review
-- title: A package inside is another app than those of the listed version, or another's
-- title.zh: 内嵌安装包与已上架版本所含的应用或其签名者不同
-- detail.zh: no package inside was that app before => 此前无此内嵌应用
-- detail.zh: signed by none of its signers before => 签名者均与此前不同
-- fix: Say in the form (explanations) what the package is for, or take it out.
-- fix.zh: 在表单的 explanations 中说明该安装包的用途，或将其删除。
-- class: remote
-- basis: licence-16.11, miit-2016-407
-- platform: android
-- when: gate
-- hit: inner-other after inner-plugin
-- miss: inner-plugin after inner-plugin
-- The first one is history.code-added.
SELECT n.app_id AS subject, 'no package inside was that app before' AS detail, min(n.path) AS path
FROM nested_package n JOIN previous_package v ON v.package = 0
WHERE n.app_id IS NOT NULL AND EXISTS (SELECT 1 FROM previous_nested_package p)
  AND NOT EXISTS (SELECT 1 FROM previous_nested_package b WHERE b.app_id = n.app_id)
GROUP BY n.app_id
UNION ALL
SELECT n.app_id, 'signed by none of its signers before', min(n.path)
FROM nested_package n
WHERE EXISTS (SELECT 1 FROM previous_nested_package b JOIN previous_nested_certificate c ON c.package = b.package AND c.path = b.path WHERE b.app_id = n.app_id)
  AND NOT EXISTS (SELECT 1 FROM previous_nested_package b JOIN previous_nested_certificate c ON c.package = b.package AND c.path = b.path
    JOIN nested_certificate m ON m.spki_sha256 = c.spki_sha256 WHERE b.app_id = n.app_id AND m.package = n.package AND m.path = n.path)
GROUP BY n.app_id;

-- rule: history.special-service-added
-- subject: catalogue
-- verdict: review
-- title: A service with special access to the phone that the listed version does not have
-- title.zh: 新增具有特殊权限的服务
-- class: history
-- basis: licence-16.11, tc260-pg-20204a
-- platform: android
-- when: gate
-- hit: dropper after clean
-- miss: dropper after dropper
SELECT DISTINCT c.permission AS subject, c.name AS detail, c.path
FROM component c JOIN android_permissions a ON a.name = c.permission JOIN previous_package v ON v.package = 0
WHERE a.special_access = '1'
  AND NOT EXISTS (SELECT 1 FROM previous_component b WHERE b.permission = c.permission);

-- rule: history.capability-added
-- subject: catalogue
-- verdict: review
-- title: A service with special access or a device administrator may do what that of the listed version may not
-- title.zh: 具有特殊权限的服务或设备管理器新增在架版本没有的能力
-- detail.zh: %s: %s => %s：%k
-- detail.zh: %s: %s: %s => %s：%k：%s
-- detail.zh: %s: %s: every app => %s：%k：所有应用
-- fix: Take the capability out, or say in the form (explanations) what it is for.
-- fix.zh: 删除新增能力，或在表单的 explanations 中说明其用途。
-- class: history
-- basis: licence-16.11, tc260-pg-20204a
-- platform: android
-- when: gate
-- hit: accessibility-gestures after accessibility
-- miss: accessibility after accessibility-gestures, accessibility-gestures after clean
-- Who let the service before is not asked again. A service that is new altogether is history.special-service-added. Cards that are no bank's, of which readers of a shop's own ask, are not asked about.
SELECT n.name AS subject, n.component || ': ' || trim(coalesce(m.meaning, n.name), '.')
  || coalesce(': ' || iif(max(n.value = '*'), 'every app', replace(group_concat(DISTINCT n.value), ',', ', ')), '') AS detail, n.path
FROM capability n JOIN component c ON c.package = n.package AND c.name = n.component
JOIN android_permissions a ON a.name = c.permission AND a.special_access = '1' LEFT JOIN capability_meanings m ON m.name = n.name
WHERE EXISTS (SELECT 1 FROM previous_component b WHERE b.permission = c.permission)
  AND NOT EXISTS (SELECT 1 FROM previous_capability b WHERE b.name = n.name AND (b.value IS n.value OR b.value = '*'))
  AND (n.name <> 'aid-filter' OR EXISTS (SELECT 1 FROM payment_networks w WHERE w.rid = substr(n.value, 1, 10)))
GROUP BY n.name, n.component, n.path;

-- rule: history.form-missing
-- verdict: review
-- title: The listed version had a form, and this submission has none
-- title.zh: 在架版本附有表单，本次提交没有
-- detail.zh: version %s had one => 版本 %s 附有表单
-- fix: Hand in the form with every version.
-- fix.zh: 每个版本均须附表单提交。
-- class: history
-- basis: licence-16.11
-- when: gate
-- hit: clean after form-whole
-- miss: form-whole after form-whole
-- All rules about the form are silent without one.
SELECT NULL AS subject, 'version ' || coalesce(b.version_code, '?') || ' had one' AS detail
FROM previous_submission, (SELECT max(version_code) AS version_code FROM previous_package) b
WHERE NOT EXISTS (SELECT 1 FROM submission);

-- rule: history.target-lowered
-- verdict: review
-- title: The target SDK is lower than that of the listed version
-- title.zh: 目标 SDK 低于已上架版本
-- detail.zh: target SDK %d, listed is %d => 目标 SDK 为 %d，在架版本为 %d
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: low-target after clean
-- miss: clean after low-target
SELECT p.app_id AS subject, 'target SDK ' || coalesce(p.target_sdk, 1) || ', listed is ' || max(b.target_sdk) AS detail, p.path
FROM package p JOIN previous_package b ON b.split IS NULL AND b.target_sdk > coalesce(p.target_sdk, iif(EXISTS (SELECT 1 FROM anomaly u WHERE u.package = p.package AND u.effect = 'unread' AND u.path = 'AndroidManifest.xml'), NULL, 1))
WHERE p.app_id IS NOT NULL AND p.split IS NULL
GROUP BY p.package;

-- rule: history.shared-user-changed
-- verdict: reject
-- title: Another shared user ID than that of the listed version, which phones refuse as an update
-- title.zh: 共享用户 ID 与在架版本不同，手机拒绝更新
-- detail.zh: none, listed is %s => 现未声明，在架版本为 %s
-- detail.zh: %s, listed is none => 现为 %s，在架版本未声明
-- detail.zh: %s, listed is %s => 现为 %s，在架版本为 %s
-- fix: Declare the android:sharedUserId of the listed version. android:sharedUserMaxSdkVersion leaves it for new installations.
-- fix.zh: 声明与在架版本相同的 android:sharedUserId；如需弃用，请对新安装使用 android:sharedUserMaxSdkVersion。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-shared after update-first
-- miss: update-shared after update-shared
-- InstallPackageHelper.preparePackage: INSTALL_FAILED_UID_CHANGED, whoever signed; before Android 13 Settings.updatePackageSetting.
SELECT p.app_id AS subject, coalesce(p.shared_user_id, 'none') || ', listed is ' || coalesce(min(b.shared_user_id), 'none') AS detail, p.path
FROM package p JOIN previous_package b ON b.split IS NULL AND b.app_id = p.app_id
WHERE p.split IS NULL AND NOT EXISTS (SELECT 1 FROM previous_package o WHERE o.split IS NULL AND o.app_id = p.app_id AND o.shared_user_id IS p.shared_user_id)
GROUP BY p.package;

-- rule: history.sandbox-lowered
-- verdict: reject
-- title: The listed version asks for the sandbox of instant apps, this one does not: phones refuse that as an update
-- title.zh: 在架版本声明的沙箱版本高于本版本，手机拒绝更新
-- detail.zh: targetSandboxVersion %d, listed is 2 => targetSandboxVersion 现为 %d，在架版本为 2
-- detail.zh: targetSandboxVersion none, listed is 2 => 现未声明 targetSandboxVersion，在架版本为 2
-- fix: Declare android:targetSandboxVersion="2", as the listed version does.
-- fix.zh: 与在架版本一致，声明 android:targetSandboxVersion="2"。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: update-third after update-shared
-- miss: update-shared after update-first
-- InstallPackageHelper.preparePackage (Android 8): INSTALL_FAILED_SANDBOX_VERSION_DOWNGRADE.
SELECT p.app_id AS subject, 'targetSandboxVersion ' || coalesce(p.target_sandbox, 'none') || ', listed is 2' AS detail, p.path
FROM package p JOIN previous_package b ON b.split IS NULL AND b.app_id = p.app_id AND b.target_sandbox = 2
WHERE p.split IS NULL AND p.target_sandbox IS NOT 2 AND NOT EXISTS (SELECT 1 FROM previous_package o WHERE o.split IS NULL AND o.app_id = p.app_id AND o.target_sandbox IS NOT 2)
GROUP BY p.package;

-- rule: history.label-changed
-- verdict: review
-- title: The app's name is another one than in the listed version
-- title.zh: 应用名称与已上架版本不同
-- detail.zh: %s before, %s now => 此前为 %s，现为 %s
-- class: history
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- when: gate
-- hit: label-varies after clean
-- miss: clean after clean
-- An entry on the home screen had its own name before, or the app's. A phone that speaks Chinese showed a name, whichever language it was in: only one that such
-- phones have shown is known to their users.
SELECT p.app_id AS subject, min(b.label) || ' before, ' || p.label || ' now' AS detail, p.path
FROM package p JOIN previous_package b ON b.split IS NULL AND b.label IS NOT NULL
WHERE p.split IS NULL AND p.label IS NOT NULL AND NOT EXISTS (SELECT 1 FROM previous_package o WHERE o.label = p.label)
GROUP BY p.package
UNION ALL
SELECT l.component, coalesce(min(o.text), min(b.label)) || ' before, ' || l.text || ' now', l.path
FROM label l JOIN package p ON p.package = l.package AND p.split IS NULL AND l.kind IS NULL AND l.text IS NOT coalesce(p.label, '')
JOIN previous_package b ON b.split IS NULL
LEFT JOIN previous_label o ON o.component = l.component AND o.kind IS NULL AND o.intent_filter IS l.intent_filter AND o.locale = '' AND o.configuration IS NULL
WHERE l.component IS NOT NULL AND l.locale = '' AND l.configuration IS NULL AND coalesce(o.text, b.label) IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM previous_label s WHERE s.text = l.text AND s.kind IS NULL) AND NOT EXISTS (SELECT 1 FROM previous_package s WHERE s.label = l.text)
GROUP BY l.package, l.component, l.text
UNION ALL
SELECT coalesce(l.component, p.app_id) || coalesce(' ' || coalesce(l.configuration, iif(l.locale = '', NULL, l.locale)), ''), min(o.text) || ' before, ' || l.text || ' now', l.path
FROM label l JOIN package p ON p.package = l.package AND p.split IS NULL AND l.kind IS NULL AND (l.text IS NOT coalesce(p.label, '') OR l.chinese IS NOT NULL)
JOIN previous_label o ON o.kind IS NULL AND o.text <> l.text AND ((o.component IS l.component AND o.intent_filter IS l.intent_filter
    AND o.locale = l.locale AND o.configuration IS l.configuration AND (l.locale <> '' OR l.configuration IS NOT NULL))
  OR (l.chinese IS NOT NULL AND o.chinese IS NOT NULL AND ((o.component IS l.component AND o.intent_filter IS l.intent_filter)
    OR (o.component IS NULL AND NOT EXISTS (SELECT 1 FROM previous_label e WHERE e.component = l.component AND e.kind IS NULL AND e.intent_filter IS l.intent_filter)))))
WHERE l.locale NOT IN ('ar-XB', 'en-XA')
  AND NOT EXISTS (SELECT 1 FROM previous_label s WHERE s.text = l.text AND s.kind IS NULL AND (l.chinese IS NULL OR s.chinese IS NOT NULL))
  AND (l.chinese IS NOT NULL OR NOT EXISTS (SELECT 1 FROM previous_package s WHERE s.label = l.text))
  AND ((l.chinese IS NOT NULL AND l.text IS NOT p.label) OR EXISTS (SELECT 1 FROM previous_package s WHERE s.label IS p.label))
GROUP BY l.package, l.component, l.locale, l.configuration, l.text;

-- rule: history.listing-changed
-- verdict: review
-- title: What users read of the app in the store is another than of the listed version
-- title.zh: 商店页面展示的应用信息与已上架版本不同
-- detail.zh: %s before, %s now => 此前为 %t，现为 %t
-- detail.zh: another text than before => 内容与此前不同
-- detail.zh: none => 无
-- detail.zh: free => 免费
-- detail.zh: paid => 付费
-- detail.zh: iap => 应用内购买
-- detail.zh: generated by AI before, not now => 此前提供人工智能生成合成，现不提供
-- detail.zh: not generated by AI before, now => 此前不提供人工智能生成合成，现提供
-- fix: Say in the form (explanations) why it is another, or give what the listed version has.
-- fix.zh: 在表单的 explanations 中说明变更原因，或恢复为在架版本的内容。
-- class: history
-- basis: licence-16.5, licence-16.11, cac-2022-app, ai-labelling-7
-- when: gate
-- hit: game-whole after form-whole, words-listed after form-whole
-- miss: form-whole after form-whole, category-unusual after form-whole
-- Names, seasons and what is new are added to listings with every version: a name that still says what the listing or the app was called is a notice, as is another description,
-- address of the policy or price. One that the package has now as well is history.label-changed. Another type of app is asked for other permits, a lower age opens it to minors, and
-- one that generates nothing any more need not label it. What is left out is history.form-shortened.
SELECT 'name' AS subject, b.app_name || ' before, ' || s.app_name || ' now' AS detail,
  iif(alike(s.app_name, b.app_name) OR EXISTS (SELECT 1 FROM previous_package o WHERE alike(s.app_name, o.label)), 'notice', 'review') AS verdict
FROM submission s JOIN previous_submission b ON NOT unseen(b.app_name) AND NOT unseen(s.app_name) WHERE joined(s.app_name) <> joined(b.app_name)
  AND NOT EXISTS (SELECT 1 FROM package p JOIN previous_package o ON o.label IS NOT NULL WHERE p.split IS NULL AND joined(p.label) = joined(s.app_name)
    AND NOT EXISTS (SELECT 1 FROM previous_package k WHERE k.label = p.label))
  AND NOT EXISTS (SELECT 1 FROM label l JOIN previous_label o ON o.kind IS NULL AND o.chinese IS NOT NULL WHERE l.kind IS NULL AND l.chinese IS NOT NULL AND joined(l.text) = joined(s.app_name)
    AND NOT EXISTS (SELECT 1 FROM previous_label k WHERE k.kind IS NULL AND k.chinese IS NOT NULL AND k.text = l.text))
UNION ALL
SELECT 'category', b.category || ' before, ' || s.category || ' now', 'review'
FROM submission s JOIN previous_submission b ON NOT unseen(b.category) AND NOT unseen(s.category) LEFT JOIN app_type n LEFT JOIN previous_app_type o
WHERE coalesce(n.name, rtrim(folded(s.category), '类')) <> coalesce(o.name, rtrim(folded(b.category), '类'))
UNION ALL
SELECT 'recommended age', b.recommended_age || ' before, ' || s.recommended_age || ' now', 'review'
FROM submission s JOIN previous_submission b ON b.recommended_age > s.recommended_age
UNION ALL
SELECT 'price', b.price || ' before, ' || s.price || ' now', 'notice'
FROM submission s JOIN previous_submission b ON b.price <> s.price
UNION ALL
SELECT 'generation by AI', iif(b.ai_generates, 'generated by AI before, not now', 'not generated by AI before, now'), iif(b.ai_generates, 'review', 'notice')
FROM submission s JOIN previous_submission b ON b.ai_generates <> s.ai_generates
UNION ALL
SELECT 'description', 'another text than before', 'notice'
FROM submission s JOIN previous_submission b ON b.description <> '' AND s.description <> '' WHERE joined(s.description) <> joined(b.description)
UNION ALL
SELECT 'privacy policy', b.privacy_policy_url || ' before, ' || coalesce(s.privacy_policy_url, 'none') || ' now', 'notice'
FROM submission s JOIN previous_submission b ON b.privacy_policy_url <> '' WHERE s.privacy_policy_url IS NOT b.privacy_policy_url;

-- rule: history.new-device
-- subject: catalogue
-- verdict: review
-- title: The first build for that kind of devices: its version code and content are compared with no listed one of the kind
-- title.zh: 首个面向该类设备的构建，其版本号与内容无同类在架版本可比
-- fix: Say in the form (explanations) for which devices the app is.
-- fix.zh: 在表单的 explanations 中说明应用适用的设备。
-- class: history
-- basis: licence-16.11
-- platform: android
-- when: gate
-- hit: device-watch, device-watch after clean
-- miss: clean, clean after clean
-- Phones take it all the same, for an update, too: they do not look at the features that it requires, which it requires less of (android.no-64-bit). Until one was listed.
SELECT DISTINCT coalesce(p.device, 'any') AS subject, p.path FROM package p
WHERE p.split IS NULL AND p.app_id IS NOT NULL AND (p.device IS NOT NULL OR EXISTS (SELECT 1 FROM previous_package v WHERE v.package = 0))
  AND NOT EXISTS (SELECT 1 FROM listed_package l WHERE l.device = coalesce(p.device, ''))
  AND NOT EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'history.new-device' AND f.subject = coalesce(p.device, 'any') AND f.verdict <> 'notice');

-- rule: history.icon-changed
-- verdict: notice
-- title: The app's icon is another picture than in the listed version
-- title.zh: 应用图标与已上架版本不同
-- detail.zh: the picture nearest to it differs in %d of 64 bits => 与最接近的原图相差 %d 位（共 64 位）
-- detail.zh: the listed version has no such file => 在架版本没有该文件
-- class: history
-- basis: licence-16.11, cac-2022-app
-- platform: android
-- when: gate
-- hit: icon-launcher after clean
-- miss: clean after clean, icon-adaptive after clean
-- Every app is drawn anew some day. Pictures that look the same differ in few bits of their hashes; of others than PNG and WebP the file of the same density and layer is compared, and where nothing
-- is as it was, all of them. Drawings of XML hold numbers of resources, which every build gives anew: that there are layers now is said. The first banner or logo is no change.
WITH n AS MATERIALIZED (
  SELECT i.package, i.component, i.path, (SELECT min(bits_apart(o.dhash, i.dhash)) FROM previous_icon o WHERE o.kind IS i.kind) AS apart,
    EXISTS (SELECT 1 FROM previous_icon o WHERE o.sha256 = i.sha256) AS is_kept,
    i.dhash IS NOT NULL OR i.path GLOB '*.xml' OR EXISTS (SELECT 1 FROM previous_icon o WHERE o.density IS i.density AND o.layer IS i.layer AND o.round IS i.round AND o.kind IS i.kind
      AND o.sha256 IS NOT NULL AND o.dhash IS NULL) AS has_like
  FROM icon i WHERE i.sha256 IS NOT NULL AND (i.dhash IS NOT NULL OR i.path NOT GLOB '*.xml' OR (i.layer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM previous_icon o WHERE o.layer IS NOT NULL)))
    AND (i.kind IS NULL OR EXISTS (SELECT 1 FROM previous_icon o WHERE o.kind = i.kind)))
SELECT coalesce(n.component, p.app_id) AS subject,
  coalesce('the picture nearest to it differs in ' || min(n.apart) || ' of 64 bits', 'the listed version has no such file') AS detail, n.path
FROM n JOIN package p ON p.package = n.package JOIN previous_package v ON v.package = 0
WHERE p.split IS NULL AND NOT n.is_kept AND coalesce(n.apart, 64) > 10 AND EXISTS (SELECT 1 FROM previous_icon)
  AND (n.has_like OR NOT EXISTS (SELECT 1 FROM n k WHERE k.package = n.package AND (k.is_kept OR k.apart <= 10)))
GROUP BY n.package, n.component;

-- rule: history.form-shortened
-- verdict: review
-- title: The form leaves out what that of the listed version said
-- title.zh: 表单缺少在架版本已填写的内容
-- detail.zh: %s left out, before %s => 缺少%t，此前为 %s
-- detail.zh: text of the privacy policy left out => 缺少隐私政策全文
-- detail.zh: developer id => 开发者标识
-- detail.zh: subject type => 主体类型
-- detail.zh: unified social credit code => 统一社会信用代码
-- detail.zh: description => 功能介绍
-- detail.zh: recommended age => 适龄提示
-- detail.zh: price => 价格
-- detail.zh: generation by AI => AI 生成合成声明
-- detail.zh: SDKs => 第三方 SDK
-- detail.zh: filing => 应用备案号
-- detail.zh: licence => 许可证
-- detail.zh: document => 资质文件
-- fix: Say it again, or say in the form (explanations) why it is no longer so.
-- fix.zh: 补充填写；确已变更的，在表单的 explanations 中说明。
-- class: history
-- basis: licence-16.11
-- when: gate
-- hit: form-bare after form-whole
-- miss: form-whole after form-whole, developer-other after form-whole
-- What compares it or looks whether it has expired is silent without it. What every form has to say is app.incomplete, developer.incomplete, filing.missing and document.missing, whatever was
-- said before. A licence of the same number may be said to be of another kind. Neither id nor code is history.developer-changed.
SELECT m.part AS subject, m.part || ' left out, before ' || substr(m.before, 1, 200) AS detail
FROM (SELECT p.column1 AS part,
  CASE p.column1 WHEN 'developer id' THEN s.developer_id WHEN 'unified social credit code' THEN s.uscc WHEN 'subject type' THEN s.subject_type WHEN 'description' THEN s.description WHEN 'recommended age' THEN s.recommended_age WHEN 'price' THEN s.price
    WHEN 'generation by AI' THEN s.ai_generates WHEN 'SDKs' THEN (SELECT name FROM sdk_declared ORDER BY name LIMIT 1) ELSE (SELECT number FROM filing ORDER BY number LIMIT 1) END AS now,
  CASE p.column1 WHEN 'developer id' THEN iif(s.uscc IS NULL, NULL, b.developer_id) WHEN 'unified social credit code' THEN iif(s.developer_id IS NOT NULL AND s.subject_type = 'individual', b.uscc, NULL)
    WHEN 'subject type' THEN b.subject_type WHEN 'description' THEN b.description WHEN 'recommended age' THEN b.recommended_age WHEN 'price' THEN b.price WHEN 'generation by AI' THEN iif(b.ai_generates, 'yes', NULL)
    WHEN 'SDKs' THEN (SELECT name FROM previous_sdk_declared ORDER BY name LIMIT 1)
    ELSE iif((SELECT value FROM policy WHERE name = 'require_filing') = 'true', NULL, (SELECT number FROM previous_filing ORDER BY number LIMIT 1)) END AS before
  FROM (VALUES ('developer id'), ('unified social credit code'), ('subject type'), ('description'), ('recommended age'), ('price'), ('generation by AI'), ('SDKs'), ('filing')) p JOIN submission s JOIN previous_submission b) m
WHERE unseen(coalesce(m.now, '')) AND NOT unseen(coalesce(m.before, ''))
UNION ALL
SELECT coalesce(k.kind, 'licence'), 'licence left out, before ' || coalesce(b.number, b.kind) FROM submission JOIN previous_licence b LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', b.kind)
WHERE coalesce(b.number, b.kind) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM licence l
    WHERE coalesce(kind_of('licence_kinds', l.kind), folded(l.kind)) IS coalesce(k.kind, folded(b.kind)) OR l.number = b.number)
UNION ALL
SELECT coalesce(k.kind, 'document'), 'document left out, before ' || coalesce(b.number, b.kind) FROM submission s JOIN previous_document b LEFT JOIN document_kinds k ON k.kind = kind_of('document_kinds', b.kind) LEFT JOIN app_type t
WHERE NOT EXISTS (SELECT 1 FROM document d WHERE coalesce(kind_of('document_kinds', d.kind), d.kind) = coalesce(k.kind, b.kind) OR d.number = b.number)
  AND NOT EXISTS (SELECT 1 FROM required_documents r WHERE r.category IN (trim(s.category), rtrim(trim(s.category), '类'), rtrim(folded(s.category), '类'), t.name)
    AND instr(' ' || r.documents || ' ', ' ' || coalesce(k.kind, b.kind) || ' ') > 0
    AND NOT EXISTS (SELECT 1 FROM document d WHERE instr(' ' || r.documents || ' ', ' ' || coalesce(kind_of('document_kinds', d.kind), d.kind) || ' ') > 0))
  AND NOT (coalesce(k.kind, '') = 'ai-labelling' AND coalesce(s.ai_generates, 0) AND trim(coalesce(s.ai_labelling, '')) = '')
UNION ALL
SELECT 'privacy policy', 'text of the privacy policy left out' FROM submission s JOIN previous_submission b WHERE b.privacy_policy_sha256 IS NOT NULL AND s.privacy_policy_sha256 IS NULL;

-- rule: history.filing-changed
-- verdict: review
-- title: The filing is another one of its holder's, or of another package or key, than with the listed version
-- title.zh: 备案号或备案的包名、证书、公钥与在架版本不同
-- detail.zh: number %s, before %s => 备案号 %s，此前为 %s
-- detail.zh: %s: package name %s, before %s => %s：包名 %s，此前为 %s
-- detail.zh: %s: certificate MD5 %s, before %s => %s：证书 MD5 %s，此前为 %s
-- detail.zh: %s: public key %s, before %s => %s：公钥 %s，此前为 %s
-- fix: Give the filing of the listed version, or say in the form (explanations) what proves that it was changed.
-- fix.zh: 恢复为在架版本的备案信息，或在表单的 explanations 中说明能够证明备案已变更的材料。
-- class: history
-- basis: licence-16.11, miit-2023-105
-- when: gate
-- hit: filing-other after form-whole
-- miss: form-whole after form-whole, developer-other after form-whole
-- Of an app there is one: whether the authority has it so is to be looked up. One of another holder is history.developer-changed.
SELECT m.part AS subject, m.detail FROM (
  SELECT 'number' AS part, 'number ' || f.number || ', before ' || o.number AS detail FROM filing f JOIN previous_filing o ON o.number <> f.number
  WHERE rtrim(rtrim(o.number, 'AXK'), '0123456789') = rtrim(rtrim(f.number, 'AXK'), '0123456789')
  UNION ALL SELECT 'package name', f.number || ': package name ' || f.app_id || ', before ' || o.app_id FROM filing f JOIN previous_filing o ON o.number = f.number AND trim(o.app_id) <> trim(f.app_id)
  UNION ALL SELECT 'certificate', f.number || ': certificate MD5 ' || f.certificate_md5 || ', before ' || o.certificate_md5 FROM filing f JOIN previous_filing o ON o.number = f.number AND o.certificate_md5 <> f.certificate_md5
  UNION ALL SELECT 'public key', f.number || ': public key ' || substr(f.public_key, 1, 32) || ', before ' || substr(o.public_key, 1, 32) FROM filing f JOIN previous_filing o ON o.number = f.number
    AND ltrim(o.public_key, '0') <> ltrim(f.public_key, '0')) m;

-- rule: history.developer-changed
-- verdict: review
-- title: The form names another developer than that of the listed version, or one of other licences
-- title.zh: 表单所填开发者或其许可证、备案主体与在架版本不同
-- detail.zh: developer id %s, before %s => 开发者标识 %s，此前为 %s
-- detail.zh: unified social credit code %s, before %s => 统一社会信用代码 %s，此前为 %s
-- detail.zh: name %s, before %s => 名称 %s，此前为 %s
-- detail.zh: licence %s, before %s => 许可证 %s，此前为 %s
-- detail.zh: filing %s, before %s => 备案 %s，此前为 %s
-- detail.zh: subject type %s, before %s => 主体类型 %s，此前为 %s
-- detail.zh: neither developer id nor unified social credit code, before %s => 未填写开发者标识与统一社会信用代码，此前为 %s
-- fix: Say in the form (explanations) how the app was transferred and what proves it, or hand in the form of the developer who has it.
-- fix.zh: 在表单的 explanations 中说明应用转让或主体变更及其证明，或更正表单中的开发者信息。
-- class: history
-- basis: licence-16.11, cac-2022-app
-- when: gate
-- hit: developer-other after form-whole, developer-other after form-bare
-- miss: form-whole after form-whole
-- A licence takes the place of one of its kind; more of them are no change. Of a filing what stands before its last number is whose it is. A company of the same code
-- may have another name.
SELECT 'developer id' AS subject, 'developer id ' || s.developer_id || ', before ' || b.developer_id AS detail FROM submission s JOIN previous_submission b ON b.developer_id <> s.developer_id
UNION ALL
SELECT 'unified social credit code', 'unified social credit code ' || s.uscc || ', before ' || b.uscc FROM submission s JOIN previous_submission b ON b.uscc <> s.uscc
UNION ALL
SELECT 'name', 'name ' || s.developer_name || ', before ' || b.developer_name FROM submission s JOIN previous_submission b ON folded(b.developer_name) <> folded(s.developer_name)
WHERE b.uscc IS NOT s.uscc OR s.uscc IS NULL
UNION ALL
SELECT 'subject type', 'subject type ' || s.subject_type || ', before ' || b.subject_type FROM submission s JOIN previous_submission b ON b.subject_type <> s.subject_type
UNION ALL
SELECT 'developer id', 'neither developer id nor unified social credit code, before ' || coalesce(b.developer_id, b.uscc) FROM submission s JOIN previous_submission b ON coalesce(b.developer_id, b.uscc) IS NOT NULL
WHERE s.developer_id IS NULL AND s.uscc IS NULL
UNION ALL
SELECT DISTINCT 'licence', 'licence ' || l.number || ', before ' || b.numbers FROM licence l JOIN (SELECT coalesce(kind_of('licence_kinds', kind), folded(kind)) AS kind, group_concat(DISTINCT number) AS numbers
  FROM previous_licence WHERE number IS NOT NULL GROUP BY 1) b ON b.kind IS coalesce(kind_of('licence_kinds', l.kind), folded(l.kind)) WHERE l.number IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM previous_licence o JOIN licence n ON n.number = o.number WHERE coalesce(kind_of('licence_kinds', o.kind), folded(o.kind)) IS b.kind)
UNION ALL
SELECT DISTINCT 'filing', 'filing ' || f.number || ', before ' || o.number FROM filing f JOIN previous_filing o ON rtrim(rtrim(o.number, 'AXK'), '0123456789') <> rtrim(rtrim(f.number, 'AXK'), '0123456789');
