-- The app as the form describes it: documents, scope of the licence, words, price, age, generation by AI.

-- rule: document.missing
-- subject: catalogue
-- verdict: review
-- title: A document that apps of this category need was not handed in
-- title.zh: 缺少该类应用所需的前置审批或资质文件
-- detail.zh: category %s: %s; %s => 类别 %s：%k；依据：%k
-- fix: Hand in the document with its number and validity.
-- fix.zh: 补充提交所需的许可或审批文件，写明编号与有效期。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-without-number
-- miss: game-whole
-- The catalogue says the verdict: a game without a publishing number is rejected. Where the form of the numbers is known the number is the document:
-- the digest of a file that is not here proves nothing. A category of no known type in which games are spoken of is for a
-- person to see; a row of app_type_aliases says what it is.
-- What a person listed without it is a notice, never what is rejected.
SELECT m.subject, m.detail,
  iif(m.verdict = 'review' AND EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'document.missing' AND f.subject = m.subject AND f.detail = m.detail AND f.verdict = 'review'), 'notice', m.verdict) AS verdict
FROM (SELECT r.documents AS subject,
    'category ' || s.category || ': ' || coalesce((SELECT group_concat(k.label, ' / ') FROM document_kinds k WHERE instr(' ' || r.documents || ' ', ' ' || k.kind || ' ') > 0), r.documents)
      || '; ' || coalesce(nullif(r.basis_en, ''), r.basis) AS detail,
    iif(r.verdict = 'reject' AND r.category NOT IN (trim(s.category), rtrim(trim(s.category), '类'), s.bare, coalesce(t.name, '')), 'review', r.verdict) AS verdict
  FROM (SELECT category, rtrim(folded(category), '类') AS bare FROM submission) s LEFT JOIN app_type t
  JOIN required_documents r ON r.category IN (trim(s.category), rtrim(trim(s.category), '类'), s.bare, t.name)
    OR (r.category = '网络游戏' AND t.name IS NULL AND regexp('游戏|手游|网游|\bgames?\b', s.bare))
  WHERE NOT EXISTS (SELECT 1 FROM (SELECT coalesce(kind_of('document_kinds', kind), kind) AS kind, number, sha256 FROM document) d
                    WHERE instr(' ' || r.documents || ' ', ' ' || d.kind || ' ') > 0 AND (trim(coalesce(d.number, '')) <> '' OR (d.sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM licence_patterns t WHERE t.document = d.kind))))
  GROUP BY r.documents, s.category, r.basis, r.basis_en, r.verdict, r.category) m;

-- rule: game.undeclared
-- verdict: review
-- title: The app is a game by its manifest or its engine, and the form gives it no category of games
-- title.zh: 清单或所用引擎表明应用为游戏，表单未填写游戏类别
-- detail.zh: the manifest says so; category: none => 清单已声明；表单未填写类别
-- detail.zh: the manifest says so; category: %s => 清单已声明；表单类别：%s
-- detail.zh: %s; category: none => %s；表单未填写类别
-- detail.zh: %s; category: %s => %s；表单类别：%s
-- fix: Give the app the category of games, with its publishing number, or take android:isGame and android:appCategory out.
-- fix.zh: 将应用类别更正为游戏并提交版号，或删除清单中的 android:isGame 与 android:appCategory。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-undeclared
-- miss: game-whole
-- Engines of games make other apps, too: what a person has once listed is a notice from then on.
SELECT g.subject, g.what || '; category: ' || coalesce(nullif(trim(s.category), ''), 'none') AS detail, g.path,
  iif(g.is_engine AND EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'game.undeclared' AND f.subject = g.subject AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT app_id AS subject, 'the manifest says so' AS what, path, 0 AS is_engine FROM package WHERE game = 1
    UNION SELECT name, evidence, NULL, 1 FROM sdk WHERE category = 'gameengine') g
JOIN submission s ON 1 LEFT JOIN app_type t
WHERE coalesce(t.name, '') <> '网络游戏'
  AND NOT (t.name IS NULL AND regexp('游戏|手游|网游|\bgames?\b', coalesce(folded(s.category), '')))
GROUP BY g.subject, g.what, g.is_engine;

-- rule: document.number-malformed
-- verdict: review
-- title: The number of a document has not the form of its kind
-- title.zh: 资质文件编号格式不正确
-- detail.zh: %s: %s => %s：%k
-- fix: Correct the number of the document.
-- fix.zh: 更正文件编号。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-lapsed
-- miss: game-whole
-- Kinds whose numbers have no known form are not looked at; a right form is no proof that the document is genuine.
SELECT k.kind AS subject, d.number || ': ' || k.label AS detail FROM document d JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind)
WHERE trim(coalesce(d.number, '')) <> '' AND EXISTS (SELECT 1 FROM licence_patterns t WHERE t.document = k.kind)
  AND NOT EXISTS (SELECT 1 FROM licence_patterns t WHERE t.document = k.kind AND regexp(t.regex, d.number));

-- rule: document.isbn-invalid
-- verdict: review
-- title: The check digit of an ISBN is wrong
-- title.zh: 版号（ISBN）校验位不正确
-- fix: Correct the number of the document.
-- fix.zh: 更正文件编号。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-lapsed
-- miss: game-whole
SELECT 'game' AS subject, i.number AS detail
FROM (SELECT number, replace(replace(number, 'ISBN', ''), '-', '') AS digits FROM document WHERE kind_of('document_kinds', kind) = 'game') i
JOIN licence_patterns t ON t.id = 'game_isbn' AND regexp(t.regex, i.number)
WHERE (substr(i.digits, 1, 1) + 3 * substr(i.digits, 2, 1) + substr(i.digits, 3, 1) + 3 * substr(i.digits, 4, 1) + substr(i.digits, 5, 1)
  + 3 * substr(i.digits, 6, 1) + substr(i.digits, 7, 1) + 3 * substr(i.digits, 8, 1) + substr(i.digits, 9, 1)
  + 3 * substr(i.digits, 10, 1) + substr(i.digits, 11, 1) + 3 * substr(i.digits, 12, 1) + substr(i.digits, 13, 1)) % 10 <> 0;

-- rule: document.unknown-kind
-- verdict: notice
-- title: A document is of no known kind
-- title.zh: 资质文件类型未知
-- class: developer
-- basis: licence-16.1
-- hit: game-lapsed
-- miss: game-whole
SELECT DISTINCT NULL AS subject, coalesce(d.number || ': ', '') || d.kind AS detail FROM document d WHERE kind_of('document_kinds', d.kind) IS NULL;

-- rule: document.incomplete
-- verdict: review
-- title: A document does not say whose it is, until when, or its number: that cannot be checked
-- title.zh: 资质文件未填写持有人、有效期或编号，无法核对
-- detail.zh: holder missing => 缺少持有人
-- detail.zh: no last day, which its kind has => 没有有效期截止日，此类文件应有截止日
-- detail.zh: number missing => 缺少编号
-- detail.zh: %s: holder missing => %s：缺少持有人
-- detail.zh: %s: no last day, which its kind has => %s：没有有效期截止日，此类文件应有截止日
-- fix: Say in the form the document's number, whose it is, and until when it is valid.
-- fix.zh: 在表单中填写文件编号、持有人与有效期。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-incomplete
-- miss: game-whole
-- Without its last day one that has expired would pass, without its holder one of somebody else: of games that is a notice, too (document.holder-mismatch).
SELECT coalesce(k.kind, 'document') AS subject, coalesce(d.number || ': ', '') || m.missing AS detail, iif(m.part = 1 AND k.kind = 'game', 'notice', 'review') AS verdict
FROM document d LEFT JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind) JOIN (SELECT 1 AS part, 'holder missing' AS missing UNION ALL SELECT 2, 'no last day, which its kind has'
  UNION ALL SELECT 3, 'number missing') m
WHERE CASE m.part WHEN 1 THEN d.holder IS NULL AND k.material = ''
  WHEN 2 THEN d.valid_until IS NULL AND k.unending = ''
  ELSE d.number IS NULL AND k.material = '' END;

-- rule: document.too-long
-- verdict: review
-- title: A document is said to be valid for longer than its kind is given
-- title.zh: 资质文件填写的有效期超过该类文件的最长期限
-- detail.zh: valid until %s, given for %s years at the most => 有效期至 %s，最长 %s 年
-- detail.zh: %s: valid until %s, given for %s years at the most => %s：有效期至 %s，最长 %s 年
-- fix: Correct the last day of the document.
-- fix.zh: 更正文件的有效期。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-incomplete
-- miss: game-whole
-- As if it had been given today: the day that a form says may be of the first one, before it was renewed.
SELECT k.kind AS subject, coalesce(d.number || ': ', '') || 'valid until ' || d.valid_until || ', given for ' || k.years || ' years at the most' AS detail
FROM document d JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind), run WHERE k.years <> '' AND d.valid_until > date(run.today, '+' || k.years || ' years');

-- rule: document.expired
-- verdict: reject
-- title: A document has expired
-- title.zh: 资质文件已过期
-- detail.zh: valid until %s => 有效期至 %s
-- detail.zh: %s: valid until %s => %s：有效期至 %s
-- fix: Hand in a document that is valid today.
-- fix.zh: 提交在有效期内的文件。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-lapsed
-- miss: game-whole
SELECT coalesce(k.kind, 'document') AS subject, coalesce(d.number || ': ', '') || 'valid until ' || d.valid_until AS detail
FROM document d LEFT JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind), run WHERE d.valid_until < run.today;

-- rule: document.not-yet-valid
-- verdict: reject
-- title: A document is not valid yet
-- title.zh: 资质文件尚未生效
-- detail.zh: valid from %s => 自 %s 起有效
-- detail.zh: %s: valid from %s => %s：自 %s 起有效
-- fix: Hand in a document that is valid today.
-- fix.zh: 提交已生效的文件。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: game-early
-- miss: game-whole
SELECT coalesce(k.kind, 'document') AS subject, coalesce(d.number || ': ', '') || 'valid from ' || d.valid_from AS detail
FROM document d LEFT JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind), run WHERE d.valid_from > run.today;

-- rule: document.expires-soon
-- verdict: notice
-- title: A document ends soon
-- title.zh: 资质文件即将到期
-- detail.zh: valid until %s => 有效期至 %s
-- detail.zh: %s: valid until %s => %s：有效期至 %s
-- class: developer
-- basis: licence-16.1
-- hit: game-early
-- miss: game-whole
SELECT coalesce(k.kind, 'document') AS subject, coalesce(d.number || ': ', '') || 'valid until ' || d.valid_until AS detail
FROM document d LEFT JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind), run
WHERE d.valid_until >= run.today AND days_between(run.today, d.valid_until) <= (SELECT CAST(value AS INTEGER) FROM policy WHERE name = 'licence_warning_days');

-- rule: document.holder-mismatch
-- verdict: review
-- title: A document belongs to somebody else than the developer
-- title.zh: 资质文件持有人与开发者不一致
-- detail.zh: holder %s, developer %s => 持有人 %s，开发者 %s
-- detail.zh: %s: holder %s, developer %s => %s：持有人 %s，开发者 %s
-- fix: Hand in a document of the developer itself, or say in the form (explanations) by which authorisation of its holder it is used.
-- fix.zh: 提交开发者本单位的文件，或在表单的 explanations 中说明持证人的授权。
-- class: developer
-- basis: licence-16.1, cac-2022-app
-- hit: game-lapsed
-- miss: game-whole
-- A game is approved for its publisher, who seldom is who develops or hands it in. What else was listed so is a notice, too.
SELECT m.subject, m.detail,
  iif(m.subject = 'game' OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'document.holder-mismatch' AND f.subject = m.subject AND instr('; ' || f.detail || ';', '; ' || m.detail || ';') > 0 AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM (SELECT coalesce(k.kind, 'document') AS subject, coalesce(d.number || ': ', '') || 'holder ' || d.holder || ', developer ' || s.developer_name AS detail
  FROM document d JOIN submission s ON 1 LEFT JOIN document_kinds k ON k.kind = kind_of('document_kinds', d.kind)
  WHERE NOT regexp('(?i)^(.*)\n\1$', replace(replace(replace(replace(d.holder || char(10) || s.developer_name, ' ', ''), '　', ''), '（', '('), '）', ')'))) m;

-- rule: licence.scope-excludes
-- verdict: review
-- title: The developer's licence excludes the service that the app offers
-- title.zh: 开发者许可证的业务范围不含该应用提供的服务
-- detail.zh: category %s: the scope of %s excludes %s => 类别 %s：%s 的许可范围不含 %s
-- fix: Hand in a licence whose scope has the service, or offer the app in another category.
-- fix.zh: 提交业务范围包含该服务的许可证，或更正应用类别。
-- class: developer
-- basis: licence-16.1, licence-16.11
-- hit: scope-excludes-im
-- miss: scope-has-im
-- What stands behind 不含 up to the next bracket, semicolon or full stop is excluded. Another licence that has the service without excluding it is enough.
SELECT DISTINCT coalesce(k.kind, 'licence') AS subject, 'category ' || s.category || ': the scope of ' || coalesce(l.number, l.kind, '?') || ' excludes ' || e.service AS detail
FROM submission s LEFT JOIN app_type t
JOIN scope_exclusions e ON e.category IN (trim(s.category), rtrim(trim(s.category), '类'), t.name)
JOIN licence l ON regexp('(?:不含|不包括|除)[^)）;；。]*' || e.service, replace(l.scope, '*', '')) LEFT JOIN licence_kinds k ON k.kind = kind_of('licence_kinds', l.kind)
WHERE NOT EXISTS (SELECT 1 FROM licence o WHERE instr(o.scope, e.service) > 0 AND NOT regexp('(?:不含|不包括|除)[^)）;；。]*' || e.service, replace(o.scope, '*', '')));

-- rule: words.listed
-- subject: catalogue
-- verdict: review
-- title: A name, description or label holds a word of the list
-- title.zh: 名称或简介含有词库中的词语
-- detail.zh: app.name: %s => 表单所填名称：%t
-- detail.zh: app.description: %s => 应用简介：%t
-- detail.zh: label: %s => 安装包内名称：%t
-- detail.zh: label %s: %s => 安装包内名称（%s）：%t
-- detail.zh: authority => 官方名义
-- detail.zh: gambling => 赌博
-- detail.zh: obscene => 色情
-- detail.zh: fraud => 诈骗
-- detail.zh: circumvention => 翻墙
-- detail.zh: weapon => 武器
-- detail.zh: drugs => 毒品
-- detail.zh: privacy => 侵犯隐私
-- detail.zh: cheat => 外挂作弊
-- detail.zh: superlative => 绝对化用语
-- fix: Take the words out of name, label or description, or say in the form (explanations) what shows that they are true and allowed.
-- fix.zh: 删除名称或简介中的相应词语，或在表单的 explanations 中说明可以使用的依据。
-- class: fraud
-- basis: licence-16.3, cac-2022-app, ad-law-9
-- hit: words-listed
-- miss: form-whole
-- Blanks and signs that hide a word are folded away; what all of them parted may be the ends of two words, so that is for a person to see, and no
-- reason to reject. A word that is rejected is for a person, too, where it is warned of: the pattern finds one that is not, skipping those behind a warning.
WITH f AS MATERIALIZED (
  SELECT what, path, place, folded(text) AS text, joined(text) AS joined
  FROM (SELECT 'app.name' AS what, app_name AS text, NULL AS path, 'name' AS place FROM submission
      UNION ALL SELECT 'app.description', description, NULL, 'any' FROM submission
      UNION ALL SELECT DISTINCT 'label' || coalesce(' ' || component, '') || coalesce(' ' || configuration, iif(locale = '', '', ' ' || locale)), text, path, 'name' FROM label)),
t AS MATERIALIZED (SELECT group_concat(text, char(10)) || char(10) || group_concat(joined, char(10)) AS text FROM f),
w AS MATERIALIZED (
  SELECT word, small, class, verdict, place, warned_by,
    iif(not_after = '', '', '(?<!' || not_after || ')') || '(?i)\Q' || small || '\E' || iif(not_before = '', '', '(?!' || not_before || ')') AS pattern
  FROM (SELECT *, folded(word) AS small FROM words WHERE class <> 'ai') JOIN t ON instr(t.text, small) > 0)
SELECT w.word AS subject, f.what || ': ' || w.class AS detail, f.path, CASE
    WHEN w.verdict <> 'reject' THEN w.verdict
    WHEN instr(f.text, w.small) = 0 OR NOT regexp(w.pattern, f.text) THEN 'review'
    WHEN w.warned_by <> '' AND NOT regexp('(?:' || w.warned_by || ')[^。！？!?；;\n]{0,20}' || w.pattern || '(*SKIP)(*FAIL)|'
      || w.pattern || '(?![^。！？!?；;\n]{0,20}(?:' || w.warned_by || '))', f.text) THEN 'review'
    ELSE 'reject' END AS verdict
FROM f JOIN w ON f.place IN ('name', w.place)
WHERE (instr(f.text, w.small) > 0 AND regexp(w.pattern, f.text))
  OR (w.verdict = 'reject' AND instr(f.joined, w.small) > 0 AND regexp(w.pattern, f.joined));

-- rule: ai.labelling-missing
-- verdict: review
-- title: The app generates content by AI, and nothing says how that is labelled
-- title.zh: 应用提供人工智能生成合成服务，未提交内容标识材料
-- fix: Hand in the material on how generated content is labelled, explicitly and in the files.
-- fix.zh: 提交生成合成内容显式标识和隐式标识的相关材料。
-- class: quality
-- basis: ai-labelling-7
-- hit: ai-unlabelled
-- miss: ai-labelled
SELECT NULL AS subject FROM submission s
WHERE s.ai_generates = 1 AND trim(coalesce(s.ai_labelling, '')) = '' AND NOT EXISTS (SELECT 1 FROM document d WHERE kind_of('document_kinds', d.kind) = 'ai-labelling');

-- rule: ai.not-said
-- verdict: notice
-- title: The form does not say whether the app generates content by AI
-- title.zh: 未说明是否提供人工智能生成合成服务
-- fix: Say in the form whether the app offers generation or synthesis by AI.
-- fix.zh: 在表单中说明是否提供人工智能生成合成服务。
-- class: quality
-- basis: ai-labelling-7
-- when: gate
-- hit: form-bare
-- miss: form-whole
-- Where the listed version's form said that it does, it is history.form-shortened.
SELECT NULL AS subject FROM submission s WHERE s.ai_generates IS NULL AND NOT EXISTS (SELECT 1 FROM previous_submission b WHERE b.ai_generates);

-- rule: ai.looks-generating
-- subject: catalogue
-- verdict: review
-- title: Name, description or SDKs speak of generation by AI, which the form does not declare
-- title.zh: 名称、简介或 SDK 涉及人工智能生成，表单未申报
-- detail.zh: app.name => 表单所填名称
-- detail.zh: app.description => 应用简介
-- detail.zh: label => 安装包内名称
-- fix: Declare generation by AI in the form, with the labelling material, or correct the description.
-- fix.zh: 在表单中申报人工智能生成合成服务并提交标识材料，或更正简介。
-- class: quality
-- basis: ai-labelling-7
-- hit: ai-undeclared
-- miss: ai-labelled
WITH f AS MATERIALIZED (
  SELECT what, path, folded(text) AS text
  FROM (SELECT 'app.name' AS what, app_name AS text, NULL AS path FROM submission
      UNION ALL SELECT 'app.description', description, NULL FROM submission
      UNION ALL SELECT 'label', text, path FROM label)),
w AS MATERIALIZED (SELECT word, folded(word) AS small, not_after, not_before FROM words WHERE class = 'ai')
SELECT w.word AS subject, f.what AS detail, f.path
FROM f JOIN w ON instr(f.text, w.small) > 0
WHERE EXISTS (SELECT 1 FROM submission s WHERE coalesce(s.ai_generates, 0) = 0)
  AND regexp(iif(w.not_after = '', '', '(?<!' || w.not_after || ')') || '(?i)\Q' || w.small || '\E' || iif(w.not_before = '', '', '(?!' || w.not_before || ')'), f.text)
UNION
SELECT k.name, k.evidence, NULL FROM sdk k WHERE k.category = 'ai' AND EXISTS (SELECT 1 FROM submission s WHERE coalesce(s.ai_generates, 0) = 0);

-- rule: ai.filing-missing
-- verdict: notice
-- title: The app generates content by AI, and names no algorithm filing and no filing of the generative service
-- title.zh: 应用提供人工智能生成合成服务，未提供算法备案或生成式人工智能服务备案编号
-- class: quality
-- basis: ai-labelling-7
-- hit: ai-unlabelled
-- miss: ai-labelled
SELECT NULL AS subject FROM submission s
WHERE s.ai_generates = 1 AND NOT EXISTS (SELECT 1 FROM document d WHERE kind_of('document_kinds', d.kind) IN ('algorithm', 'genai'));

-- rule: age.missing
-- verdict: notice
-- title: The form recommends no age
-- title.zh: 未填写适龄提示
-- fix: Say in the form for which age the app is recommended.
-- fix.zh: 在表单中填写适龄提示。
-- class: quality
-- basis: minors-mode
-- when: gate
-- hit: form-bare
-- miss: form-whole
-- Review for games. One that the listed version's form had is history.form-shortened.
SELECT NULL AS subject, iif(t.name = '网络游戏', 'review', 'notice') AS verdict
FROM submission s LEFT JOIN app_type t WHERE s.recommended_age IS NULL AND NOT EXISTS (SELECT 1 FROM previous_submission b WHERE b.recommended_age IS NOT NULL);

-- rule: price.sdk-undeclared
-- subject: catalogue
-- verdict: review
-- title: A payment SDK in an app that is declared free
-- title.zh: 申报免费的应用集成了支付 SDK
-- fix: Declare the price and what is sold within the app, take the SDK out, or say in the form (explanations) what users pay for by it.
-- fix.zh: 如实申报收费方式与应用内购买项目，或移除支付 SDK，或在表单的 explanations 中说明该 SDK 用于支付何种商品或服务。
-- class: expense
-- basis: licence-16.5
-- hit: price-free
-- miss: policy-speaks
-- Notice where the form does not speak of the price, where apps of the type are what users pay for goods and services by, and of what a person has once listed.
SELECT DISTINCT k.name AS subject, k.evidence AS detail, iif(s.price IS NULL
  OR EXISTS (SELECT 1 FROM app_type WHERE name IN ('网络约车', '网络支付', '网上购物', '餐饮外卖', '邮件快件寄递', '交通票务', '房屋租售', '二手车交易', '问诊挂号', '旅游服务', '酒店服务', '本地生活',
    '用车服务', '投资理财', '手机银行', '演出票务'))
  OR EXISTS (SELECT 1 FROM listed_finding f WHERE f.rule = 'price.sdk-undeclared' AND f.subject = k.name AND f.verdict <> 'notice'), 'notice', 'review') AS verdict
FROM sdk k JOIN submission s ON 1 WHERE k.category = 'pay' AND coalesce(s.price, 'free') = 'free';

-- rule: price.amounts-missing
-- verdict: notice
-- title: The app costs something, and the form does not say how much
-- title.zh: 收费应用未写明价格
-- detail.zh: free => 免费
-- detail.zh: paid => 付费
-- detail.zh: iap => 应用内购买
-- class: expense
-- basis: licence-16.5
-- hit: price-no-amounts
-- miss: policy-speaks
SELECT NULL AS subject, s.price AS detail FROM submission s WHERE s.price IN ('paid', 'iap') AND trim(coalesce(s.price_amounts, '')) = '';
