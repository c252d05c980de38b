-- Against other apps that are listed: what is of one app or of one developer, what users know an app by, and what phones take from one app alone.
-- listed_elsewhere has them, one row a value and listed version: of an app one for each kind of device at most. Who took it from whom no rule can say: whoever listed it first may be the one who copied, so all
-- of it is for a person to see, and what one has once listed so, value by value, is a notice from then on: by the details of what was found then.

-- rule: filing.elsewhere
-- verdict: review
-- title: A listed app has the same filing number, which is of one app alone
-- title.zh: 备案号与已上架的其他应用相同（一个备案号对应一个应用）
-- detail.zh: %s: of %s => %s：%s 使用
-- fix: Give the number of this app's own filing.
-- fix.zh: 填报本应用自己的备案号。
-- class: fraud
-- basis: miit-2023-105, cac-2022-app
-- when: gate
-- miss: clean after clean
-- Of a later app of the same developer, who was asked, what the app's own listed version had is a notice.
SELECT o.app_id AS subject, group_concat(o.value, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT e.app_id, e.value, EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'filing.elsewhere' AND f.subject = e.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || e.value || ', ') > 0)
    OR (e.same_developer <> '' AND EXISTS (SELECT 1 FROM previous_filing p WHERE p.number = e.value)) AS is_known
  FROM listed_elsewhere e WHERE e.kind = 'filing' ORDER BY e.value) o GROUP BY o.app_id;

-- rule: game.elsewhere
-- verdict: review
-- title: A listed app has the same publishing number, which is of one game alone
-- title.zh: 版号与已上架的其他应用相同（一个版号对应一款游戏）
-- detail.zh: %s: of %s => %s：%s 使用
-- fix: Give the publishing number of this game.
-- fix.zh: 填报本游戏自己的版号。
-- class: fraud
-- basis: licence-16.1, cac-2022-app
-- when: gate
-- miss: clean after clean
-- As filing.elsewhere: a game has several editions, and the one that came later was asked.
SELECT o.app_id AS subject, group_concat(o.number, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT DISTINCT e.app_id, d.number, EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'game.elsewhere' AND f.subject = e.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || d.number || ', ') > 0)
    OR (e.same_developer <> '' AND EXISTS (SELECT 1 FROM previous_document p WHERE replace(replace(p.number, 'ISBN', ''), '-', '') = replace(e.value, 'ISBN', ''))) AS is_known
  FROM listed_elsewhere e JOIN document d ON kind_of('document_kinds', d.kind) = 'game' AND replace(replace(d.number, 'ISBN', ''), '-', '') = replace(e.value, 'ISBN', '')
  WHERE e.kind = 'licence' ORDER BY d.number) o GROUP BY o.app_id;

-- rule: developer.elsewhere
-- verdict: review
-- title: Another developer of a listed app has the same name, code, licence, document or holder of a filing
-- title.zh: 开发者名称、统一社会信用代码、许可证或资质文件编号、备案主体与其他开发者的已上架应用相同
-- detail.zh: %s: of %s => %s：%s 使用
-- fix: Give the developer's own name, code, licences and filing, or say in the form (explanations) why they are of both.
-- fix.zh: 填报开发者自己的名称、统一社会信用代码、许可与备案，或在表单的 explanations 中说明共用的理由。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- when: gate
-- miss: clean after clean
-- All of it is public: the same developer is who has the store's id or signs with the key. Beside the same code a name or a filing says nothing more; many persons are called the same, and
-- a company has one name, of which its form is no part (有限公司, 股份有限公司). A filing is its holder's up to its last number. What the app's own listed version had is a notice: who came later
-- was asked; and what was listed so is one whichever app has it now.
SELECT o.app_id AS subject, group_concat(o.value, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'developer.elsewhere' AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || g.value || ', ') > 0)
    OR EXISTS (SELECT 1 FROM previous_submission b WHERE b.uscc = g.value OR (g.kind = 'developer_name' AND folded(b.developer_name) = folded(g.developer_name)))
    OR EXISTS (SELECT 1 FROM previous_licence l WHERE l.number = g.value)
    OR EXISTS (SELECT 1 FROM previous_document d WHERE g.value IN (d.number, 'ISBN' || replace(replace(d.number, 'ISBN', ''), '-', '')))
    OR EXISTS (SELECT 1 FROM previous_filing p WHERE substr(p.number, 1, length(g.value) + 1) = g.value || '-') AS is_known
  FROM (SELECT min(e.app_id) AS app_id, e.kind, e.value, s.developer_name FROM listed_elsewhere e LEFT JOIN submission s ON 1
    WHERE e.same_developer = '' AND e.same_signer = '' AND (e.kind IN ('uscc', 'licence')
      OR (NOT EXISTS (SELECT 1 FROM listed_elsewhere c WHERE c.kind = 'uscc' AND c.app_id = e.app_id)
        AND ((e.kind = 'developer_name' AND (e.shows_owner <> '' OR coalesce(s.subject_type, iif(s.uscc LIKE '92%', 'sole-trader', '')) NOT IN ('individual', 'sole-trader') OR regexp('\p{Han}{5}', s.developer_name)))
          OR (e.kind = 'filing_series' AND EXISTS (SELECT 1 FROM filing f WHERE substr(f.number, 1, length(e.value) + 1) = e.value || '-')))))
    GROUP BY e.value) g ORDER BY g.value) o GROUP BY o.app_id;

-- rule: app-id.elsewhere
-- verdict: review
-- title: A listed app has an id that differs from this one's in case alone
-- title.zh: 应用标识与已上架的其他应用仅大小写不同
-- fix: Give the app an id of its own.
-- fix.zh: 使用与其他应用不同的应用标识。
-- class: fraud
-- basis: licence-16.11, cac-2022-app
-- when: gate
-- miss: clean after clean
-- Where storage takes both for one name (casefold), phones give both apps one folder. Of one developer or signer, and of an app that was listed before, a notice.
SELECT e.app_id AS subject, iif('1' IN (e.same_developer, e.same_signer) OR EXISTS (SELECT 1 FROM previous_package), 'notice', 'review') AS verdict
FROM listed_elsewhere e WHERE e.kind = 'package_case';

-- rule: app.elsewhere
-- verdict: review
-- title: A listed app by another developer has the same name, or an icon that looks the same
-- title.zh: 名称或图标与其他开发者的已上架应用相同或近似
-- detail.zh: name %s, like %s, and an icon, of %s => 名称 %s 近似 %s，图标同 %s
-- detail.zh: name %s, and an icon, of %s => 名称 %s 与图标同 %s
-- detail.zh: name %s: of %s => 名称 %s：%s 使用
-- detail.zh: name with %s: of %s => 名称含有 %s：%s 使用
-- fix: Give the app a name and an icon of its own.
-- fix.zh: 使用本应用自己的名称与图标。
-- class: fraud
-- basis: licence-16.9, cac-2022-app
-- when: gate
-- miss: clean after clean
-- Many apps keep the icon of a template: an icon alone is nothing, with the name, or one that is alike, it is for a person to see.
-- Icons are the same where they look the same, or nearly so (dhash), too: a picture is written anew, in another size or with a
-- column of it changed. Of plain ones, as which many look, less may differ. Many are not compared at all (JPEG, drawings), and one with a rim is another:
-- the name alone, also misread (徽信, G00gle), is for a person to see as well, and so is who puts a listed app's whole name beside his own, or before or behind it what apps do, a number or a single
-- Latin letter, or where it is of four Chinese characters or more whatever he likes, unless three others are called so, or the app's listed version was already; name
-- and icon together unless all names and icons are that one's: who came later was asked. What is put together of words for what apps do (common_words) and of types alone is nobody's name.
WITH o AS MATERIALIZED (SELECT e.app_id, max(iif(e.kind = 'label', e.value, '')) AS name, max(e.kind = 'icon') AS has_icon, e.label FROM listed_elsewhere e
  WHERE e.kind IN ('label', 'icon') AND e.same_developer = '' AND (e.same_signer = '' OR e.other_developer <> '') GROUP BY e.app_id, e.label),
n AS MATERIALIZED (SELECT text FROM label WHERE kind IS NULL UNION SELECT label FROM package UNION SELECT app_name FROM submission),
v AS MATERIALIZED (SELECT text FROM previous_label WHERE kind IS NULL UNION SELECT label FROM previous_package UNION SELECT app_name FROM previous_submission),
h AS MATERIALIZED (SELECT replace(folded(text), ' ', '') AS text FROM n UNION SELECT look(text) FROM n),
c AS MATERIALIZED (SELECT word FROM common_words UNION SELECT look(word) FROM common_words UNION ALL SELECT name FROM app_types_39 UNION ALL SELECT alias FROM app_type_aliases),
b AS MATERIALIZED (SELECT o.app_id, coalesce(nullif(o.name, ''), (SELECT n.text FROM n WHERE alike(n.text, o.label)
    AND NOT EXISTS (SELECT 1 FROM c WHERE c.word IN (folded(n.text), folded(o.label))) ORDER BY n.text LIMIT 1) || ', like ' || o.label) || ', and an icon' AS both FROM o WHERE o.has_icon)
SELECT app_id AS subject, 'name ' || both || ', of ' || app_id AS detail,
  iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'app.elsewhere' AND f.subject = app_id AND f.verdict <> 'notice'
    AND instr('; ' || f.detail || ';', '; name ' || both || ', of ' || app_id || ';') > 0)
    OR (EXISTS (SELECT 1 FROM previous_icon) AND NOT EXISTS (SELECT 1 FROM icon i WHERE i.sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM previous_icon k WHERE k.sha256 = i.sha256))
      AND NOT EXISTS (SELECT 1 FROM n WHERE n.text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM v WHERE v.text = n.text))), 'notice', 'review') AS verdict
FROM b WHERE both IS NOT NULL
UNION ALL SELECT a.app_id, iif(a.is_part, 'name with ', 'name ') || a.value || ': of ' || a.app_id, iif(a.num >= 3 OR coalesce(regexp((SELECT '^(?:\Q' || group_concat(c.word, '\E|\Q') || '\E)+\z' FROM c WHERE instr(a.value, c.word) > 0), a.value), 0)
    OR (EXISTS (SELECT 1 FROM v) AND NOT EXISTS (SELECT 1 FROM n WHERE alike(n.text, a.value) AND n.text NOT IN (SELECT v.text FROM v WHERE v.text IS NOT NULL)))
    OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'app.elsewhere' AND f.subject = a.app_id AND f.verdict <> 'notice' AND instr('; ' || f.detail || ';', iif(a.is_part, '; name with ', '; name ') || a.value || ': of ' || a.app_id || ';') > 0), 'notice', 'review')
FROM (SELECT min(e.app_id) AS app_id, e.value, count(DISTINCT e.app_id) AS num, 0 AS is_part FROM listed_elsewhere e WHERE e.kind = 'label' AND e.same_developer = ''
    AND (e.same_signer = '' OR e.other_developer <> '') AND NOT EXISTS (SELECT 1 FROM b WHERE b.app_id = e.app_id AND b.both IS NOT NULL) GROUP BY e.value
  UNION ALL SELECT min(app_id), value, count(DISTINCT app_id), 1 FROM listed_elsewhere
  WHERE kind = 'label_part' OR (kind = 'label_edge' AND (regexp('\p{Han}{4}', value) OR EXISTS (SELECT 1 FROM h
    WHERE regexp((SELECT '^((?<!\p{N})\p{N}+(?!\p{N})|(?<![a-z])(?:[a-z]|[ilvx]{2,})(?![a-z])' || coalesce('|\Q' || group_concat(c.word, '\E|\Q') || '\E', '') || ')*\Q' || value || '\E(?1)*\z' FROM c WHERE instr(h.text, c.word) > 0), h.text))))
  GROUP BY value HAVING sum(same_developer <> '' OR (same_signer <> '' AND other_developer = '')) = 0) a GROUP BY a.value, a.is_part;

-- rule: signer.elsewhere
-- verdict: review
-- title: A listed app by another developer is signed with the same key
-- title.zh: 签名密钥与其他开发者的已上架应用相同
-- detail.zh: key %s: of %s => 密钥 %s：%s 使用
-- fix: Sign with a key that nobody else has, or say in the form (explanations) why it is of both.
-- fix.zh: 使用本开发者独有的密钥签名，或在表单的 explanations 中说明共用的理由。
-- class: fraud
-- basis: licence-16.11
-- when: gate
-- miss: clean after clean
-- Who has the key can write updates of either app. It may be stolen, or a service signs what its customers build: where three other developers have it, a notice. So is the key of the
-- app's own listed version by the same developer: who came later was asked.
SELECT o.app_id AS subject, 'key ' || group_concat(substr(o.value, 1, 16), ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, g.num >= 3
    OR EXISTS (SELECT 1 FROM previous_signer k WHERE k.spki_sha256 = g.value
      AND NOT EXISTS (SELECT 1 FROM submission s JOIN previous_submission b WHERE s.developer_id IS NOT b.developer_id OR s.uscc IS NOT b.uscc))
    OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'signer.elsewhere' AND f.subject = g.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(replace(f.detail, 'key ', ''), ': of ', ', '), '; ', ', ') || ', ', ', ' || substr(g.value, 1, 16) || ', ') > 0) AS is_known
  FROM (SELECT min(app_id) AS app_id, value, count(DISTINCT other_developer) AS num FROM listed_elsewhere
    WHERE kind = 'spki' AND same_developer = '' AND other_developer <> '' GROUP BY value) g ORDER BY g.value) o GROUP BY o.app_id;

-- rule: permission.elsewhere
-- verdict: review
-- title: A listed app by another signer defines the same permission or permission group: phones that have one of them refuse the other
-- title.zh: 自定义的权限或权限组与其他签名者的已上架应用相同：手机装有其一时拒绝安装另一个
-- detail.zh: permission %s: of %s => 权限 %s：%s 已定义
-- detail.zh: permission group %s: of %s => 权限组 %s：%s 已定义
-- fix: Give permissions and permission groups names that begin with your package name.
-- fix.zh: 自定义权限与权限组的名称以自身包名开头。
-- class: system
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean after clean
-- Who has the names of another app, its guards as well, keeps it off the phone, or is asked in its place. Of groups Android 12 and later, for targets as new. Of one
-- developer's apps under several keys phones have one alone: a notice.
SELECT o.app_id AS subject, iif(o.is_group, 'permission group ', 'permission ') || group_concat(o.value, ', ') || ': of ' || o.app_id AS detail,
  iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, g.is_group, g.is_own OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'permission.elsewhere' AND f.subject = g.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(replace(replace(f.detail, 'permission group ', ''), 'permission ', ''), ': of ', ', '), '; ', ', ') || ', ', ', ' || g.value || ', ') > 0) AS is_known
  FROM (SELECT min(app_id) AS app_id, value, kind = 'permission_group_definition' AS is_group, same_developer <> '' AS is_own FROM listed_elsewhere
    WHERE kind IN ('permission_definition', 'permission_group_definition') AND same_signer = '' GROUP BY value, is_group, is_own) g ORDER BY g.value) o
GROUP BY o.app_id, o.is_group;

-- rule: provider.elsewhere
-- verdict: review
-- title: A listed app has a content provider of the same authority, or the authority stands below its app id: phones that have one of them refuse the other
-- title.zh: 内容提供者的授权标识与其他已上架应用相同，或位于其包名之下：手机装有其一时拒绝安装另一个
-- detail.zh: %s: of %s => %s：%s 已使用
-- fix: Give each provider an authority that begins with your package name (in libraries ${applicationId}).
-- fix.zh: 内容提供者的 authorities 以自身包名开头（库中使用 ${applicationId}）。
-- class: system
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean after clean
-- Of apps of one developer or signer, too, of which phones have one alone: a notice.
SELECT o.app_id AS subject, group_concat(o.value, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, g.is_own OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'provider.elsewhere' AND f.subject = g.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || g.value || ', ') > 0) AS is_known
  FROM (SELECT min(app_id) AS app_id, value || iif(kind = 'provider_authority', '', '.*') AS value, same_developer <> '' OR same_signer <> '' AS is_own FROM listed_elsewhere
    WHERE kind = 'provider_authority' OR (kind = 'provider_authority_below' AND same_developer = '' AND same_signer = '') GROUP BY value, kind, is_own) g ORDER BY g.value) o GROUP BY o.app_id;

-- rule: shared-user.elsewhere
-- verdict: review
-- title: A listed app by another signer has the same shared user ID: phones that have one of them refuse the other
-- title.zh: 共享用户标识与其他签名者的已上架应用相同：手机装有其一时拒绝安装另一个
-- detail.zh: %s: of %s => %s：%s 已使用
-- fix: Take android:sharedUserId out, or give it a name that begins with your package name.
-- fix.zh: 删除 android:sharedUserId，或使用以自身包名开头的名称。
-- class: system
-- basis: licence-16.11
-- platform: android
-- when: gate
-- miss: clean after clean
-- INSTALL_FAILED_SHARED_USER_INCOMPATIBLE. The platform's are manifest.shared-uid. Of one developer's apps under several keys phones have one alone: a notice.
SELECT o.app_id AS subject, group_concat(o.value, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, g.is_own OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'shared-user.elsewhere' AND f.subject = g.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || g.value || ', ') > 0) AS is_known
  FROM (SELECT min(app_id) AS app_id, value, same_developer <> '' AS is_own FROM listed_elsewhere
    WHERE kind = 'shared_user_id' AND same_signer = '' GROUP BY value, is_own) g ORDER BY g.value) o GROUP BY o.app_id;

-- rule: scheme.elsewhere
-- verdict: review
-- title: A listed app by another developer and signer opens links of the same scheme
-- title.zh: 可打开的链接协议与其他开发者的已上架应用相同
-- detail.zh: %s: of %s => %s：%s 已使用
-- fix: Give the app's links a scheme of their own, or use https with a host that is yours.
-- fix.zh: 使用本应用自己的链接协议，或使用自有域名的 https 链接。
-- class: fraud
-- basis: licence-16.11, ydt-2439
-- platform: android
-- when: gate
-- miss: clean after clean
-- Who opens such a link, or is sent back by it from signing in or paying, is asked for the app, or lands in the other one. What apps of any maker open is nobody's (common_schemes), and what
-- three others have, or what does not say whose it is (shows_owner) or is put together of common words, hardly anybody's: a notice. So is what the app's own listed version opens: who came later was asked. Schemes of known apps are android.others-links.
SELECT o.app_id AS subject, group_concat(o.value, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, g.num >= 3 OR NOT g.shows_owner
    OR EXISTS (SELECT 1 FROM previous_intent_filter f JOIN previous_component c ON c.package = f.package AND c.name = f.component AND c.exported = 1 WHERE f.scheme = g.value)
    OR coalesce(regexp((SELECT '^(?:\Q' || group_concat(c.word, '\E|\Q') || '\E)+\z' FROM common_words c WHERE instr(lower(g.value), c.word) > 0), lower(g.value)), 0)
    OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'scheme.elsewhere' AND f.subject = g.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || g.value || ', ') > 0) AS is_known
  FROM (SELECT coalesce(min(iif(shows_owner <> '', app_id, NULL)), min(app_id)) AS app_id, value, count(DISTINCT app_id) AS num, max(shows_owner <> '') AS shows_owner FROM listed_elsewhere
    WHERE kind = 'scheme' AND same_developer = '' AND same_signer = '' GROUP BY value) g
  WHERE NOT EXISTS (SELECT 1 FROM common_schemes k WHERE k.scheme = g.value) AND NOT EXISTS (SELECT 1 FROM app_schemes k WHERE k.scheme = g.value)
    AND EXISTS (SELECT 1 FROM intent_filter f JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1 WHERE f.scheme = g.value)
  GROUP BY g.value ORDER BY g.value) o GROUP BY o.app_id;

-- rule: host.elsewhere
-- verdict: review
-- title: The app opens links of a web site that a listed app by another developer and signer names as well, or of names above or below it
-- title.zh: 可打开其链接的网站，或其上级、下级域名，其他开发者的已上架应用也有声明
-- detail.zh: %s: of %s => %s：%s 已使用
-- fix: Take hosts out that are not yours, or say in the form (explanations) that the site is yours.
-- fix.zh: 删除非自有域名，或在表单的 explanations 中说明该网站归属。
-- class: fraud
-- basis: licence-16.11, ydt-2439
-- platform: android
-- when: gate
-- miss: clean after clean
-- As scheme.elsewhere. What the other app's network security configuration alone names may be anybody's: a site is its own where it opens links of it, too, or is called so. Phones take
-- *.EXAMPLE.COM for every name with that ending, whichever of both apps writes it (domain_taken); who stands below a site with a name of his own takes no link of it: a notice (domain_below).
-- Sites of known apps are android.others-links.
SELECT o.app_id AS subject, group_concat(o.value, ', ') || ': of ' || o.app_id AS detail, iif(min(o.is_known), 'notice', 'review') AS verdict
FROM (SELECT g.app_id, g.value, g.num >= 3 OR NOT g.shows_owner
    OR EXISTS (SELECT 1 FROM previous_intent_filter f JOIN previous_component c ON c.package = f.package AND c.name = f.component AND c.exported = 1
      WHERE ltrim(lower(rtrim(substr(f.host, 1, instr(f.host || ':', ':') - 1), '.')), iif(g.value GLOB '[*]*', '', '*.')) = g.value)
    OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'host.elsewhere' AND f.subject = g.app_id AND f.verdict <> 'notice'
      AND instr(', ' || replace(replace(f.detail, ': of ', ', '), '; ', ', ') || ', ', ', ' || g.value || ', ') > 0) AS is_known
  FROM (SELECT coalesce(min(iif(shows_owner <> '', app_id, NULL)), min(app_id)) AS app_id, value, count(DISTINCT app_id) AS num, max(shows_owner <> '') AS shows_owner FROM listed_elsewhere
    WHERE kind IN ('domain', 'domain_taken', 'domain_below') AND same_developer = '' AND same_signer = '' GROUP BY value) g
  WHERE NOT EXISTS (SELECT 1 FROM app_hosts k WHERE ltrim(g.value, '*.') = k.host OR g.value LIKE '%.' || k.host)
    AND EXISTS (SELECT 1 FROM intent_filter f JOIN component c ON c.package = f.package AND c.name = f.component AND c.exported = 1
      JOIN intent_filter a ON a.package = f.package AND a.component = f.component AND a.position = f.position AND a.action = 'android.intent.action.VIEW'
      JOIN intent_filter s ON s.package = f.package AND s.component = f.component AND s.position = f.position AND s.scheme IN ('http', 'https')
      WHERE ltrim(lower(rtrim(substr(f.host, 1, instr(f.host || ':', ':') - 1), '.')), iif(g.value GLOB '[*]*', '', '*.')) = g.value)
  ORDER BY g.value) o GROUP BY o.app_id;

-- rule: inner-app.elsewhere
-- verdict: review
-- title: A listed app by another developer is inside
-- title.zh: 内含其他开发者的已上架应用
-- detail.zh: %s, with its signer's certificate => %s，带有其签名者证书
-- detail.zh: %s, with another signer's certificate => %s，带有其他签名者证书
-- fix: Take the other app out, or say in the form (explanations) by what right it is inside.
-- fix.zh: 移除该应用，或在表单的 explanations 中说明内含该应用的授权依据。
-- class: fraud
-- basis: licence-16.9, licence-16.11
-- platform: android
-- when: gate
-- miss: clean after clean
-- A shell shows the app that is known, and sees what users do in it. Nothing of the package inside is verified; until it was listed so.
SELECT e.app_id AS subject, coalesce(nullif(e.label, ''), e.app_id)
    || iif(EXISTS (SELECT 1 FROM listed_elsewhere c WHERE c.kind = 'certificate_inside' AND c.app_id = e.app_id), ', with its signer''s certificate', ', with another signer''s certificate') AS detail,
  min(n.path) AS path, iif(EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'inner-app.elsewhere' AND f.subject = e.app_id AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM nested_package n JOIN listed_elsewhere e ON e.app_id = n.app_id AND e.kind = 'package_inside'
WHERE e.same_developer = '' AND e.same_signer = ''
GROUP BY e.app_id;

-- rule: decision.elsewhere
-- verdict: review
-- title: Somebody decided against another app with the same developer, signer, filing number, or name and icon
-- title.zh: 开发者、签名者、备案号或名称与图标相同的其他应用此前已被人工拒绝、下架或暂停服务
-- detail.zh: %s: submission #%d of %s was delisted on %s: %s => %1$t：%3$s 的提交 #%2$d 已于 %4$s 被下架：%5$s
-- detail.zh: %s: submission #%d of %s was rejected on %s: %s => %1$t：%3$s 的提交 #%2$d 已于 %4$s 被拒绝：%5$s
-- detail.zh: %s: submission #%d of %s was suspended on %s: %s => %1$t：%3$s 的提交 #%2$d 已于 %4$s 被暂停服务：%5$s
-- detail.zh: the same developer and signer => 开发者与签名者相同
-- detail.zh: the same developer => 开发者相同
-- detail.zh: the same signer => 签名者相同
-- detail.zh: the same filing number => 备案号相同
-- detail.zh: the same name and icon => 名称与图标相同
-- fix: Say in the form (explanations) what this app has to do with that one, or appeal against what was decided.
-- fix.zh: 在表单的 explanations 中说明与该应用的关系；对此前的处置有异议的，可提出申诉。
-- detail: house
-- class: history
-- basis: licence-16.11
-- when: gate
-- miss: clean after clean
-- An app that never was listed comes in place of one that is not to be: until one of these was listed since that was not before.
SELECT '#' || d.submission AS subject, CASE WHEN d.same_developer <> '' THEN 'the same developer' || iif(d.same_signer <> '', ' and signer', '')
    WHEN d.same_signer <> '' THEN 'the same signer' WHEN d.same_filing <> '' THEN 'the same filing number' ELSE 'the same name and icon' END
  || ': submission #' || d.submission || ' of ' || d.app_id || ' was ' || d.kind || ' on ' || d.date || ': ' || substr(d.reason, 1, 200) AS detail
FROM decided_elsewhere d;
