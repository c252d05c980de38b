-- Who signed, and how well.

-- rule: sig.none
-- verdict: reject
-- title: The package is not signed
-- title.zh: 安装包未签名
-- fix: Sign the package.
-- fix.zh: 对安装包签名。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: unsigned
-- miss: clean
SELECT coalesce(app_id, sha256) AS subject, path FROM package WHERE signing = 'absent' AND format = 'apk';

-- rule: sig.failed
-- verdict: reject
-- title: The signature does not verify
-- title.zh: 签名验证不通过
-- detail.zh: %s: %s => %s：%t
-- detail.zh: a JAR signature is not enough for target SDK %d => 目标 SDK 为 %d 时，仅有 JAR 签名不够
-- detail.zh: a JAR signature is not enough for target SDK %d and targetSandboxVersion %d => 目标 SDK 为 %d、targetSandboxVersion 为 %d 时，仅有 JAR 签名不够
-- detail.zh: no v1 signature, without which Android before 7 does not install it: minimum SDK %d => 缺少 v1 签名，Android 7 之前的版本无法安装：最低 SDK 为 %d
-- detail.zh: no v2 signature, without which Android before 9 does not install it: minimum SDK %d => 缺少 v2 签名，Android 9 之前的版本无法安装：最低 SDK 为 %d
-- detail.zh: no signature for some Android version that it is verified for => 所核验的 Android 版本中，有的没有对应签名
-- fix: Sign the package anew with all schemes that its Android versions need (v1 before 7, v2 before 9, v2 or v3 from 9 on), and change nothing afterwards.
-- fix.zh: 用所支持 Android 版本需要的全部方案重新签名（Android 7 之前为 v1，Android 9 之前为 v2，Android 9 起为 v2 或 v3），签名后不得再修改安装包。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: tampered
-- miss: clean
SELECT coalesce(p.app_id, p.sha256) AS subject,
  coalesce((SELECT group_concat(s.scheme || coalesce(': ' || s.detail, ''), '; ') FROM signature s WHERE s.package = p.package AND s.status = 'failed'
    AND s.scheme <> 'source-stamp'),
    CASE WHEN EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme = 'v1' AND s.status IN ('verified', 'unread'))
      THEN 'a JAR signature is not enough for target SDK ' || p.target_sdk || coalesce(' and targetSandboxVersion ' || p.target_sandbox, '')
      WHEN coalesce(p.min_sdk, 1) < 24 AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme = 'v1' AND s.status <> 'absent')
      THEN 'no v1 signature, without which Android before 7 does not install it: minimum SDK ' || coalesce(p.min_sdk, 1)
      WHEN p.min_sdk < 28 AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme IN ('v1', 'v2') AND s.status <> 'absent')
      THEN 'no v2 signature, without which Android before 9 does not install it: minimum SDK ' || p.min_sdk
      ELSE 'no signature for some Android version that it is verified for' END) AS detail, p.path
FROM package p WHERE p.signing = 'failed' AND p.format = 'apk' GROUP BY p.package;

-- rule: sig.v1-only
-- verdict: notice
-- title: Only a JAR signature, which does not protect the whole file
-- title.zh: 仅有 JAR 签名，不能保护整个文件
-- detail.zh: target SDK unknown => 目标 SDK 未知
-- detail.zh: target SDK %d => 目标 SDK 为 %d
-- fix: Sign with APK signature scheme v2 or later.
-- fix.zh: 使用 APK 签名方案 v2 或更高版本签名。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: v1-only
-- miss: clean, v1-v2, unsigned
SELECT p.app_id AS subject, 'target SDK ' || coalesce(p.target_sdk, 'unknown') AS detail, p.path,
  CASE WHEN p.target_sdk >= 30 THEN 'reject' ELSE 'notice' END AS verdict
FROM package p
WHERE EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme = 'v1' AND s.status = 'verified')
  AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme IN ('v2', 'v3', 'v3.1') AND s.status <> 'absent');

-- rule: sig.v3-only
-- verdict: notice
-- title: Only a v3 signature, which phones before Android 9 do not know
-- title.zh: 仅有 v3 签名，Android 9 之前的手机无法识别
-- detail.zh: minimum SDK %d => 最低 SDK 为 %d
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: v3-only
-- miss: clean, rotated, unsigned
SELECT p.app_id AS subject, 'minimum SDK ' || coalesce(p.min_sdk, 1) AS detail, p.path FROM package p
WHERE coalesce(p.min_sdk, 1) < 28 AND p.signing IS NOT NULL
  AND EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme IN ('v3', 'v3.1') AND s.status = 'verified')
  AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.package = p.package AND s.scheme IN ('v1', 'v2') AND s.status <> 'absent');

-- rule: cert.debug
-- verdict: reject
-- title: A debug or public test key signed it, or keeps rights by its proof of rotation
-- title.zh: 使用调试证书或公开测试证书签名，或轮换证明为此类证书保留权限
-- detail.zh: %s: %s; an older key, which may sign the next version => %s：%t；旧签名密钥，仍可签署下一版本
-- detail.zh: %s: %s; an older key, whose apps share what only this one's signer should have => %s：%t；旧签名密钥，其签名的应用仍享有本应用签名者才应有的权限
-- detail.zh: %s: %s => %s：%t
-- detail.zh: subject %s => 证书主题为 %s
-- detail.zh: AOSP testkey (also default key of many repackers: testsign, apkeditor, signapk) => AOSP testkey（也是 testsign、apkeditor、signapk 等许多重打包工具的默认密钥）
-- detail.zh: uber-apk-signer embedded debug keystore (CN=Android Debug, OU=Android, O=US, L=US, ST=US, C=US) => uber-apk-signer 内置的调试密钥（CN=Android Debug, OU=Android, O=US, L=US, ST=US, C=US）
-- detail.zh: React Native template debug.keystore (CN=Android Debug, OU=Unknown...) => React Native 模板自带的 debug.keystore（CN=Android Debug, OU=Unknown…）
-- fix: Sign with a certificate of your own, whose key nobody else has. Where the key was rotated, leave the old one no capability but installed data (apksigner rotate).
-- fix.zh: 使用自有且私钥未公开的证书签名；密钥已轮换的，除已安装数据外不给旧密钥保留任何权限（apksigner rotate）。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: debug-key, rotated-debug
-- miss: rotated-debug-data
-- Whoever has a key makes any certificate of it, and signs by the public one, too: the key is compared.
-- SigningDetails.hasCertificateInternal (Android 9): an older key of the lineage has what its flags say: shared user ID (2), permissions by signature (4),
-- rollback (8) and accounts (16); without installed data (1) there is no update from it. The last of the lineage is the signer himself, whatever its flags are.
SELECT DISTINCT c.role AS subject, substr(c.sha256, 1, 16) || ': ' || coalesce(k.label, 'subject ' || c.subject) || CASE WHEN c.role = 'signer' THEN ''
    WHEN c.capabilities & 8 THEN '; an older key, which may sign the next version'
    ELSE '; an older key, whose apps share what only this one''s signer should have' END AS detail, c.path
FROM certificate c LEFT JOIN known_test_certs k ON k.spki_sha256 = c.spki_sha256 OR k.sha256 = c.sha256
WHERE (c.role = 'signer' OR (c.role = 'lineage' AND c.capabilities & 30
    AND NOT EXISTS (SELECT 1 FROM certificate s WHERE s.package = c.package AND s.role = 'signer' AND s.sha256 = c.sha256)))
  AND (k.sha256 IS NOT NULL
    OR (c.subject LIKE '%CN=Android Debug%' AND c.subject LIKE '%O=Android%')
    OR (c.subject LIKE '%android@android.com%' AND c.subject LIKE '%O=Android%'));

-- rule: cert.expired
-- verdict: notice
-- title: A signing certificate is out of its time; phones do not look
-- title.zh: 签名证书不在有效期内（手机不检查）
-- detail.zh: %s: valid %s to %s => %s：有效期 %s 至 %s
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: old-certificate
-- miss: clean
SELECT DISTINCT c.role AS subject, substr(c.sha256, 1, 16) || ': valid ' || substr(c.not_before, 1, 10) || ' to ' || substr(c.not_after, 1, 10) AS detail, c.path
FROM certificate c, run
WHERE c.role = 'signer' AND (substr(c.not_after, 1, 10) < run.today OR substr(c.not_before, 1, 10) > run.today);

-- rule: sig.weak-key
-- verdict: review
-- title: Signed with a key that can be broken
-- title.zh: 签名密钥强度不足
-- detail.zh: %s: %s => %s：%t
-- fix: Sign with a key of at least 2048 bits (RSA) or 224 bits (EC).
-- fix.zh: 使用不少于 2048 位（RSA）或 224 位（EC）的密钥签名。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: weak-key
-- miss: clean
-- RSA 2048 and EC 224 are of one strength (112 bits), the least that NIST SP 800-57 accepts.
-- Whoever has the package of one whose modulus is a prime, or whose exponent is 1, signs the next version; of older keys as with cert.debug. What a chip with ROCA made takes
-- some work, and was made by somebody who meant well.
SELECT DISTINCT c.role AS subject, substr(c.sha256, 1, 16) || ': ' || c.key_algorithm || ' ' || c.key_bits AS detail, c.path, 'review' AS verdict FROM certificate c
WHERE c.role = 'signer' AND ((c.key_algorithm IN ('RSA', 'DSA') AND c.key_bits < 2048) OR (c.key_algorithm = 'EC' AND c.key_bits < 224))
UNION ALL
SELECT DISTINCT c.role, substr(c.sha256, 1, 16) || ': ' || key_fault(c.public_key), c.path, iif(key_fault(c.public_key) LIKE '% ROCA %', 'review', 'reject') FROM certificate c
WHERE (c.role = 'signer' OR (c.role = 'lineage' AND c.capabilities & 30)) AND c.key_algorithm IN ('RSA', 'EC') AND key_fault(c.public_key) IS NOT NULL;

-- rule: sig.weak-digest
-- verdict: notice
-- title: A signature or its certificate rests on a weak digest
-- title.zh: 签名或签名证书使用弱摘要算法
-- detail.zh: JAR signature by %s => JAR 签名使用 %s
-- fix: Sign with SHA-256; where Android before 4.3 needs SHA-1, with APK signature scheme v2 or later besides.
-- fix.zh: 使用 SHA-256 签名；为兼容 Android 4.3 之前版本而须使用 SHA-1 的，应同时使用 APK 签名方案 v2 或更高版本。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: v1-sha1
-- miss: v1-v2
-- Phones do not look at the certificate's own signature. Of a JAR signature MD5 is broken wherever it counts; SHA-1 is all that Android before
-- 4.3 (SDK 18) knows, and a newer scheme protects the phones that look at it.
SELECT DISTINCT c.role AS subject, substr(c.sha256, 1, 16) || ': ' || c.signature_algorithm AS detail, c.path, 'notice' AS verdict FROM certificate c
WHERE c.role = 'signer' AND (c.signature_algorithm LIKE '%MD5%' OR c.signature_algorithm LIKE '%MD2%' OR c.signature_algorithm LIKE '%SHA1%')
UNION ALL
SELECT DISTINCT coalesce(p.app_id, p.sha256), 'JAR signature by ' || s.digest, s.path,
  iif(s.digest = 'MD5' OR (p.min_sdk >= 18 AND NOT EXISTS (SELECT 1 FROM signature n
    WHERE n.package = p.package AND n.scheme IN ('v2', 'v3', 'v3.1') AND n.status IN ('verified', 'unused'))), 'review', 'notice')
FROM signature s JOIN package p ON p.package = s.package
WHERE s.scheme = 'v1' AND s.status IN ('verified', 'unread') AND s.digest IN ('MD5', 'SHA-1');

-- rule: sig.multiple-signers
-- verdict: review
-- title: The package has more than one signer
-- title.zh: 安装包有多个签名者
-- detail.zh: %s: %d signers => %s：%d 个签名者
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: two-signers
-- miss: clean
SELECT p.app_id AS subject, c.scheme || ': ' || count(DISTINCT c.sha256) || ' signers' AS detail, p.path
FROM certificate c JOIN package p ON p.package = c.package
WHERE c.role = 'signer' AND c.position = 0 AND c.scheme IN ('v1', 'v2') GROUP BY c.package, c.scheme HAVING count(DISTINCT c.sha256) > 1;

-- rule: sig.rollback-key
-- verdict: review
-- title: The proof of rotation lets an older key sign the next version
-- title.zh: 签名轮换证明允许旧密钥签署下一版本
-- fix: Rotate without the capability of rollback for the older key, which is the default (apksigner rotate --set-rollback false).
-- fix.zh: 轮换时不给旧密钥保留回滚权限（apksigner rotate 默认即为 --set-rollback false）。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: rotated-back
-- miss: rotated
-- InstallPackageHelper.preparePackage (Android 9): an update is by the signer, or by a key of the installed version's lineage that has flag 8.
SELECT DISTINCT c.role AS subject, substr(c.sha256, 1, 16) || ': ' || c.subject AS detail, c.path FROM certificate c
WHERE c.role = 'lineage' AND c.capabilities & 8
  AND NOT EXISTS (SELECT 1 FROM certificate s WHERE s.package = c.package AND s.scheme = c.scheme AND s.signer = c.signer AND s.role = 'signer' AND s.sha256 = c.sha256);

-- rule: sig.upgrade-key
-- verdict: review
-- title: An upgrade-key-set of the manifest names a key that is not its signer's: phones take the next version from whoever has it
-- title.zh: 清单的 upgrade-key-set 含有非当前签名者的密钥，持有者可签署下一版本
-- detail.zh: whoever has the key %s signs the next version, also without today's => 持有密钥 %s 者无需当前签名密钥即可签署下一版本
-- detail.zh: the key %s signs the next version together with today's => 下一版本须由密钥 %s 与当前签名密钥共同签署
-- fix: Take the upgrade-key-set out, and prove a change of keys by rotation (APK signature scheme v3).
-- fix.zh: 删除 upgrade-key-set；更换密钥请使用签名轮换（APK 签名方案 v3）。
-- class: signature
-- basis: licence-16.11
-- platform: android
-- hit: update-key-other
-- miss: update-key-own
-- As KeySetManagerService has it since Android 5: the next version is by all keys of one of these sets, and a proof of rotation does not count beside them.
-- It passes over them where the app shares a user ID, which sharedUserMaxSdkVersion ends on newer phones: nobody should need them there either.
SELECT k.name AS subject, iif(count(*) = (SELECT count(*) FROM key_set a WHERE a.package = k.package AND a.name = k.name),
    'whoever has the key ' || group_concat(substr(k.spki_sha256, 1, 16), ', ') || ' signs the next version, also without today''s',
    'the key ' || group_concat(substr(k.spki_sha256, 1, 16), ', ') || ' signs the next version together with today''s') AS detail, k.path
FROM key_set k
WHERE k.upgrade AND EXISTS (SELECT 1 FROM signer c WHERE c.package = k.package)
  AND NOT EXISTS (SELECT 1 FROM signer c WHERE c.package = k.package AND c.spki_sha256 = k.spki_sha256)
GROUP BY k.package, k.name, k.path;
