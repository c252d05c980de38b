-- What laboratories outside found (prelist case lab). It is shown as external, with who found it, and judged like everything else.

-- rule: external.behaviour
-- verdict: review
-- title: A laboratory saw the app collect or use personal information unlawfully
-- title.zh: 外部检测发现违法违规收集使用个人信息行为
-- detail.zh: external: %s, %s, report %s, %s, case #%d => 外部检测：%s，%s，报告 %s，%s，工单 #%d
-- detail.zh: external: %s, report %s, %s, case #%d => 外部检测：%s，报告 %s，%s，工单 #%d
-- detail.zh: external: %s, %s, %s, case #%d => 外部检测：%s，%s，%s，工单 #%d
-- detail.zh: external: %s, %s, case #%d => 外部检测：%s，%s，工单 #%d
-- fix: Change the behaviour that the laboratory saw, and submit again.
-- fix.zh: 按检测结果整改相应的收集使用个人信息行为后重新提交。
-- class: privacy
-- basis: app-behaviours
-- miss: clean
SELECT trim(e.behaviour || ' ' || coalesce(e.subject, '')) AS subject,
       coalesce(b.text || '; ', '') || coalesce(e.detail || '; ', '') || 'external: ' || e.source || ', ' || e.date || ', case #' || e.case_number AS detail,
       e.place AS path, CASE e.level WHEN 'error' THEN 'reject' ELSE 'review' END AS verdict
FROM external_finding e LEFT JOIN rules_31_behaviours b ON b.id = e.behaviour
WHERE e.outcome = 'found' AND e.behaviour IS NOT NULL;

-- rule: external.finding
-- verdict: review
-- title: A laboratory found something
-- title.zh: 外部检测发现问题
-- detail.zh: external: %s, %s, report %s, %s, case #%d => 外部检测：%s，%s，报告 %s，%s，工单 #%d
-- detail.zh: external: %s, report %s, %s, case #%d => 外部检测：%s，报告 %s，%s，工单 #%d
-- detail.zh: external: %s, %s, %s, case #%d => 外部检测：%s，%s，%s，工单 #%d
-- detail.zh: external: %s, %s, case #%d => 外部检测：%s，%s，工单 #%d
-- fix: Correct what the laboratory found, and submit again.
-- fix.zh: 按检测结果整改后重新提交。
-- class: integrity
-- basis: licence-16.11
-- miss: clean
SELECT trim(e.rule || ' ' || coalesce(e.subject, '')) AS subject,
       coalesce(e.detail || '; ', '') || 'external: ' || e.source || ', ' || e.date || ', case #' || e.case_number AS detail,
       e.place AS path, CASE e.level WHEN 'error' THEN 'reject' WHEN 'warning' THEN 'review' ELSE 'notice' END AS verdict
FROM external_finding e WHERE e.outcome = 'found' AND e.behaviour IS NULL;

-- rule: external.not-looked-for
-- verdict: review
-- title: A laboratory found something in the version before, and none has looked for it in this one
-- title.zh: 外部检测在此前版本中发现问题，本版本尚未复测
-- detail.zh: external: %s, %s, report %s, %s, case #%d => 外部检测：%s，%s，报告 %s，%s，工单 #%d
-- detail.zh: external: %s, report %s, %s, case #%d => 外部检测：%s，报告 %s，%s，工单 #%d
-- detail.zh: external: %s, %s, %s, case #%d => 外部检测：%s，%s，%s，工单 #%d
-- detail.zh: external: %s, %s, case #%d => 外部检测：%s，%s，工单 #%d
-- fix: Change what the laboratory found; the store has this version looked at, or say in the form (explanations) what was changed.
-- fix.zh: 按检测结果整改，由应用商店安排复测，或在表单的 explanations 中说明整改情况。
-- class: integrity
-- basis: licence-16.11
-- when: gate
-- miss: clean after clean
-- What it says of a package it says of no other one: each that takes the place of the one in which it was found is to be looked at, and one that is left out
-- stays on the phones that it was for. Until one that nobody looked at is listed by a person.
WITH follows AS MATERIALIZED (
  SELECT o.package AS before, p.package FROM previous_package o JOIN package p ON p.split IS o.split AND p.device IS o.device
  WHERE NOT EXISTS (SELECT 1 FROM previous_native_abi v WHERE v.package = o.package) OR NOT EXISTS (SELECT 1 FROM native_abi a WHERE a.package = p.package)
     OR EXISTS (SELECT 1 FROM previous_native_abi v JOIN native_abi a ON a.abi = v.abi WHERE v.package = o.package AND a.package = p.package))
SELECT trim(coalesce(b.behaviour, b.rule) || ' ' || coalesce(b.subject, '')) AS subject,
       coalesce(b.detail || '; ', '') || 'external: ' || b.source || ', ' || b.date || ', case #' || b.case_number AS detail
FROM previous_external_finding b WHERE b.outcome = 'found' AND b.level <> 'note'
  AND (NOT EXISTS (SELECT 1 FROM follows f WHERE f.before = b.package) OR EXISTS (SELECT 1 FROM follows f WHERE f.before = b.package
       AND NOT EXISTS (SELECT 1 FROM external_finding e WHERE e.package = f.package AND coalesce(e.behaviour, e.rule) = coalesce(b.behaviour, b.rule))));
