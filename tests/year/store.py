"""The store that the year is about: developers, apps, versions, and what is to be found of each on any day."""
import datetime
import hashlib
import json
import os

import packages

PERMISSION = "android.permission."
PURPOSES = {"CAMERA": "扫描商品条码和二维码", "ACCESS_COARSE_LOCATION": "显示附近的门店", "POST_NOTIFICATIONS": "提醒订单的进度",
            "ACCESS_FINE_LOCATION": "导航到选定的门店"}
CATEGORIES = ("网上购物", "餐饮外卖", "房屋租售", "二手车交易", "酒店服务", "本地生活", "演出票务", "实用工具")
POLICY = ("{name}隐私政策\n\n{developer}(以下称\"我们\")重视您的个人信息。本政策说明我们收集哪些个人信息、用于什么目的、如何保存,以及您享有的权利。\n\n"
          "一、我们收集的个人信息。为向您提供服务,我们在您使用相应功能时,经您同意后使用:相机,用于扫码;位置,用于显示附近的门店;通知,用于提醒订单进度;"
          "存储中的照片和图片,用于选取头像。您拒绝授权,不影响其他功能。\n二、保存期限与地点。个人信息保存在中华人民共和国境内,保存期限为实现目的所必需的最短时间,"
          "最长不超过一年,到期后删除或者匿名化处理。\n三、您的权利。您可以在设置中查阅、复制、更正、删除您的个人信息,撤回同意,或者注销账号,我们在十五个工作日内处理。\n"
          "四、未成年人。我们不向不满十四周岁的未成年人提供服务,发现误收集时会尽快删除。\n")
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SOON_DAYS = 90
HANDED_IN = "handed-in"


def uscc(number):
    """A unified social credit code: a body's code with its check digit (GB 11714) in one with its own (GB 32100)."""
    organisation = f"MA{number:06}"
    rest = 11 - sum(int(sign, 36) * weight for sign, weight in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    body = "91320400" + organisation + "0123456789X0"[rest]
    total = sum(USCC.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + USCC[-total % 31]


class Developer:
    def __init__(self, folder, number, valid_until):
        self.number, self.id = number, f"dev-{number:02}"
        self.name = f"第{number}号网络科技有限公司"
        self.uscc, self.phone = uscc(number), f"1381{number:03}7766"
        self.key = packages.Key(folder, self.id)
        self.valid_until = valid_until
        self.apps = []

    def form(self):
        return {"id": self.id, "name": self.name, "uscc": self.uscc,
                "contact": {"phone": self.phone, "email": f"planted.{self.number}@example.cn"},
                "licences": [{"kind": "EDI", "number": f"苏B2-2020{self.number:04}", "holder": self.name, "valid_from": "2020-01-01",
                              "valid_until": self.valid_until.isoformat(),
                              "scope": "在线数据处理与交易处理业务;信息服务业务(仅限互联网信息服务)"}]}


class App:
    def __init__(self, number, developer):
        self.number, self.developer = number, developer
        self.id, self.name = f"com.year.app{number:03}", f"应用{number:03}号"
        self.category = CATEGORIES[number % len(CATEGORIES)]
        self.versions, self.code, self.pending, self.corrections, self.reports = [], 0, None, [], []
        developer.apps.append(self)

    def listed(self):
        return next((version for version in reversed(self.versions) if version.state == "listed"), None)

    def before(self):
        """The version that an update is compared with: what was delisted, where nothing is listed."""
        return self.listed() or next((version for version in reversed(self.versions) if version.state == "delisted"), None)

    def form(self, permissions, plan, file):
        purposes = {} if plan == "no-purpose" else {name: PURPOSES[name] for name in permissions if name in PURPOSES}
        if plan == "placeholder":
            purposes["CAMERA"] = "无"
        filing = {"number": f"苏ICP备{20200000 + self.developer.number}号-{self.number}A", "app_id": self.id,
                  "certificate_md5": self.developer.key.md5}
        app = {"name": self.name, "category": self.category, "description": "方便日常生活的小工具。", "recommended_age": "3+",
               "price": {"kind": "free"}, "ai": {"generates": False},
               "privacy_policy": {"url": "https://www.example.cn/privacy",
                                  "text": POLICY.format(name=self.name, developer=self.developer.name)}}
        if plan != "no-filing":
            app["filing"] = filing
        return {"developer": self.developer.form(), "app": app, "packages": [{"file": file}],
                "permissions": [{"name": PERMISSION + name, "purpose": text} for name, text in purposes.items()]}


class Version:
    """A submission: what was handed in, and what became of it."""

    def __init__(self, number, app, plan, date, code, permissions, previous, key):
        self.number, self.app, self.plan, self.date, self.code = number, app, plan, date, code
        self.permissions, self.previous, self.key = permissions, previous, key
        self.came, self.imported = date, False  # date: of its judgement
        self.valid_until = app.developer.valid_until
        self.state, self.verdict, self.findings, self.outcomes = "received", None, [], {}
        self.before = self.against = self.lab = self.check = None
        self.by_provision = False  # rejected by a person who named more than what rules found
        self.sha256 = self.size = None

    def label(self):
        return f"{self.app.id}@#{self.number}"

    def had(self):
        """Names of the permissions that phones give it: Android 17 gives old targets with the network the one for the local one."""
        return sorted([*self.permissions, "ACCESS_LOCAL_NETWORK"] if "INTERNET" in self.permissions else self.permissions)

    def write(self, folder, salt=""):
        """Package and form in the folder of what developers hand in; their paths from the store's."""
        content = packages.package(self.key, self.app.id, self.code, self.app.name, [PERMISSION + p for p in self.permissions],
                                   self.plan == "debuggable", salt)
        file, form = f"{HANDED_IN}/{self.number}.apk", f"{HANDED_IN}/{self.number}.json"
        os.makedirs(os.path.join(folder, HANDED_IN), exist_ok=True)
        with open(os.path.join(folder, file), "wb") as out:
            out.write(content)
        with open(os.path.join(folder, form), "w", encoding="utf-8") as out:
            json.dump(self.app.form(self.permissions, self.plan, os.path.basename(file)), out, ensure_ascii=False)
        self.sha256, self.size = hashlib.sha256(content).hexdigest(), len(content)
        return file, form

    def found(self, date, rulebook, gate):
        """The findings of a day, as (rule, verdict); gate: also those that compare with the listed version."""
        found = []
        if self.plan in ("no-purpose", "placeholder"):
            rule = {"no-purpose": "permission.no-purpose", "placeholder": "permission.placeholder-purpose"}[self.plan]
            dangerous = sum(name in PURPOSES for name in self.permissions) if self.plan == "no-purpose" else 1
            found += [(rule, "notice" if rulebook.waived(rule, self.app, date) else "review")] * dangerous
        if self.plan == "no-filing":
            found.append(("filing.missing", "review"))
        if self.plan == "debuggable":
            found.append(("manifest.debuggable", "reject"))
        if self.plan == "stranger":
            found.append(("filing.certificate-mismatch", "reject"))
        valid_until = self.renewed()
        if valid_until < date:
            found.append(("licence.expired", "review"))
        elif (valid_until - date).days <= SOON_DAYS:
            found.append(("licence.expires-soon", "notice"))
        found += rulebook.hits(self, date)
        if self.lab and self.lab <= date:
            found.append(("external.finding", "review"))
        elif gate and self.previous and self.previous.lab and self.previous.lab <= date:
            found.append(("external.not-looked-for", "review"))
        return found + (self.decided_against() if gate else []) + (self.compared() if gate and self.previous else [])

    def decided_against(self):
        """The delisting, or rejection by a provision, that no later listing followed, and the newest report to the authority that is open, once where it is of that."""
        listed = self.app.listed()
        about = [version for version in self.app.versions if version.is_against() and (not listed or version.number > listed.number)][-1:]
        about += [case["version"] for case in self.app.reports if case["closed"] is None][-1:]
        return [("history.decided-against", "review")] * len({version.number for version in about if version is not self})

    def is_against(self):
        return self.state == "delisted" or (self.state == "rejected" and self.by_provision)

    def renewed(self):
        """The last day of the licence, as the developer showed it by now with this version or a later one that was not rejected."""
        return max([self.valid_until] + [version.valid_until for app in self.app.developer.apps for version in app.versions
                                         if version.number > self.number and version.state != "rejected"])

    def compared(self):
        if self.plan == "stranger":
            return [("history.signer-changed", "reject")]
        if self.code == self.previous.code:
            return [("history.same-version-code", "reject")]
        added = set(self.permissions) - set(self.previous.permissions)
        return [("history.permission-added", "review")] * len(added)


class Rulebook:
    """Blacklist, waivers and the store's own rule, as far as the year uses them."""

    def __init__(self):
        self.entries, self.waivers, self.own_rule_since, self.changes = [], [], None, 0
        self.signed = set()  # which developer ever handed in what which key signed
        self.listed = set()  # and of whom such a version was listed

    def add(self, kind, value, verdict, since, until=None):
        """A new entry, or what stands of that kind and value changed."""
        self.entries = [entry for entry in self.entries if (entry["kind"], entry["value"]) != (kind, value)]
        self.entries.append({"kind": kind, "value": value, "verdict": verdict, "since": since, "until": until, "removed": None})
        self.changes += 1

    def standing(self):
        return [entry for entry in self.entries if not entry["removed"]]

    def waived(self, rule, app, date):
        return any(w["rule"] == rule and w["app"] is app and w["since"] <= date <= w["until"] for w in self.waivers)

    def hits(self, version, date):
        shown = {"package": version.app.id, "label": version.app.name, "certificate": version.key.sha256, "developer": version.app.developer.id}
        counting = [entry for entry in self.standing() if entry["since"] <= date and (entry["until"] is None or date <= entry["until"])]
        found = [("blacklist." + entry["kind"], entry["verdict"]) for entry in counting if shown[entry["kind"]] == entry["value"]]
        for entry in counting:  # somebody else, by certificate and by key the blacklisted developer
            if entry["kind"] == "developer" and entry["value"] != shown["developer"] and (entry["value"], version.key) in self.signed:
                found += [("blacklist.developer", "reject" if (entry["value"], version.key) in self.listed else "review")] * 2
        if self.own_rule_since and date >= self.own_rule_since and version.app.number % 10 == 7:
            found.append(("store.seven", "review"))
        return found


def gravest(found):
    verdicts = {verdict for _, verdict in found}
    return "reject" if "reject" in verdicts else "review" if "review" in verdicts else "pass"


class Calendar:
    """Working days, day by day."""

    def __init__(self):
        self.days = {}
        with open(os.path.join(packages.ROOT, "rules/catalogue/cn_workdays.tsv"), encoding="utf-8") as file:
            lines = [line.split("\t") for line in file.read().split("\n") if line and not line.startswith("#")]
        for line in lines[1:]:
            self.days[line[0]] = line[lines[0].index("kind")]

    def works(self, day):
        return self.days.get(day.isoformat(), "off" if day.weekday() >= 5 else "work") == "work"

    def after(self, day, count):
        while count:
            day += datetime.timedelta(1)
            count -= self.works(day)
        return day

    def between(self, first, last):
        return sum(self.works(first + datetime.timedelta(n)) for n in range(1, (last - first).days + 1))
