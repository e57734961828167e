// The page: one part is shown at a time. A phone keeps {key, secret, name} and nothing else.
(function () {
  var PARTS = ["opening", "typed", "mine", "names", "secret", "ended", "done"];
  // Reasons after which this page is of no more use without a new code.
  var STALE = ["code_expired", "wrong_code", "ticket_expired", "wrong_ticket", "not_understood"];
  // Reasons that no second try mends.
  var FINAL = ["phone_used", "over", "not_today"];
  var STRANGER = ["unknown_phone", "phone_revoked", "wrong_proof"];
  var TRIES = 7, PATIENCE = 20000;
  var visit = null, chosen = null, busy = false, asked = 0;

  function at(id) { return document.getElementById(id); }

  function show(part) {
    PARTS.forEach(function (each) { at(each).hidden = each !== part; });
    var field = at(part).querySelector("input");
    if (field) field.focus();
  }

  function say(sentence) {
    at("says").textContent = sentence || "";
    at("says").hidden = !sentence;
    if (sentence) window.scrollTo(0, 0);
  }

  function remembered() {
    try { return JSON.parse(localStorage.getItem("yanxiu")) || {}; } catch (error) { return {}; }
  }

  function remember(phone) {
    try {
      localStorage.setItem("yanxiu", JSON.stringify(phone));
      return remembered().key === phone.key;
    } catch (error) { return false; }
  }

  function wait(time) { return new Promise(function (go) { setTimeout(go, time); }); }

  async function once(path, body) {
    var stop = new AbortController(), clock = setTimeout(function () { stop.abort(); }, PATIENCE);
    try {
      var answer = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: body,
        signal: stop.signal, credentials: "omit", cache: "no-store",
      });
      var content = await answer.json();
      if (answer.status >= 500) return { lost: true, sentence: content.sentence };
      return answer.ok ? { content: content } : { refusal: content };
    } catch (error) {
      return { lost: true };
    } finally { clearTimeout(clock); }
  }

  // Asks until there is an answer: asking twice is the same as asking once.
  async function post(path, content) {
    var body = JSON.stringify(content), answer;
    for (var turn = 1; turn <= TRIES; turn++) {
      answer = await once(path, body);
      if (!answer.lost) break;
      if (turn === TRIES) break;
      say((answer.sentence || "网络不通。") + "正在自己再试（第" + turn + "次）……");
      await wait(500 * turn + 500 * Math.random());
    }
    say("");
    if (answer.content) return answer.content;
    throw answer.refusal || { reason: "lost", sentence: "网络一直不通，请再点一次，或到签到台签到。" };
  }

  // One act at a time; what is refused is said.
  async function act(part, doing) {
    if (busy) return;
    busy = true;
    var buttons = Array.from(document.querySelectorAll("button"));
    buttons.forEach(function (each) { each.disabled = true; });
    say("");
    try { await doing(); } catch (no) { refuse(part, no); } finally {
      busy = false;
      buttons.forEach(function (each) { each.disabled = false; });
    }
  }

  function refuse(part, no) {
    if (STALE.indexOf(no.reason) >= 0) show("typed");
    else if (FINAL.indexOf(no.reason) >= 0) show("ended");
    else if (STRANGER.indexOf(no.reason) >= 0) register(no);
    else show(part);
    say(no.sentence || "这部手机的浏览器办不成，请到签到台签到。");
  }

  function register(no) {
    if (no && no.reason === "wrong_proof") remember({});
    at("name").value = "";
    at("people").textContent = "";
    show("names");
  }

  function enter(code, part) {
    return act(part, async function () {
      visit = await post("/enter", { code: code, phone: remembered().key || "" });
      at("title").textContent = visit.title;
      at("about").textContent = [visit.when, visit.place].filter(Boolean).join("　");
      if (!visit.name) return register();
      at("owner").textContent = visit.name + "老师";
      show("mine");
    });
  }

  function proof(words) {
    var secret = remembered().secret;
    return secret ? exchange.proof(secret, words) : "";
  }

  function signIn() {
    return act("mine", async function () {
      var key = remembered().key || "", ticket = visit.ticket;
      done(await post("/sign-in", { ticket: ticket, phone: key, proof: proof(ticket) }));
    });
  }

  async function find() {
    var typed = at("name").value.trim(), turn = ++asked;
    if (!typed) { at("people").textContent = ""; return; }
    try {
      var found = await post("/names", { ticket: visit.ticket, typed: typed });
      if (turn === asked) list(found.people);
    } catch (no) { if (turn === asked) refuse("names", no); }
  }

  function list(people) {
    at("people").textContent = people.length ? "" :
      "没有找到，请核对；应到名单里没有您的话，请找主持人。";
    people.forEach(function (each) {
      var button = document.createElement("button"), name = document.createElement("b");
      button.type = "button";
      name.textContent = each.name;
      button.appendChild(name);
      button.appendChild(document.createTextNode(each.group + " " + each.staff_no));
      button.onclick = function () { choose(each); };
      at("people").appendChild(button);
    });
  }

  function choose(person) {
    chosen = person;
    at("chosen").textContent = person.name + "老师";
    at("pin").value = "";
    say("");
    show("secret");
  }

  function give() {
    var pin = at("pin").value.trim();
    if (!pin) return say("请先输入口令。");
    if (typeof BigInt === "undefined") return say("这部手机的浏览器太旧，不能登记，请到签到台签到。");
    return act("secret", async function () {
      await wait(30);
      try { await giveOnce(pin); } catch (no) {
        if (no.reason !== "wrong_proof") throw no;
        remember({});
        await giveOnce(pin);
      } finally { at("pin").value = ""; }
    });
  }

  async function giveOnce(pin) {
    var opened = exchange.open(visit.exchange, "{{prime}}"), phone = remembered();
    var context = visit.ticket + "|" + chosen.staff_no;
    var given = await post("/register", {
      ticket: visit.ticket, staff_no: chosen.staff_no, phone: phone.key || "",
      proof: phone.key ? proof(context + "|" + opened.public) : "",
      public: opened.public, sealed: opened.seal(context, pin),
    });
    var secret = opened.unseal(context, given.secret);
    var kept = secret && remember({ key: given.phone, secret: secret, name: given.name });
    done(given, kept ? "这部手机已登记，下次扫码一点就签到。" :
      "这部手机的浏览器没有记住登记，下次还要输口令。");
  }

  function done(given, after) {
    at("word").textContent = given.first ? "已签到" : "您已经签到";
    at("who").textContent = given.name + "老师";
    at("when").textContent = given.at + " 签到" + (given.status === "出勤" ? "" : "，记为" + given.status);
    at("after").textContent = after || "可以关闭这一页。";
    at("title").textContent = given.title;
    show("done");
  }

  function on(id, doing) {
    at(id).addEventListener("submit", function (event) { event.preventDefault(); doing(); });
  }

  var typing;
  on("typed", function () {
    var code = at("code").value.trim();
    if (!code) return say("请先输入大屏幕上的十位数字。");
    enter(code, "typed");
  });
  on("mine", signIn);
  on("names", find);
  on("secret", give);
  at("name").addEventListener("input", function () {
    clearTimeout(typing);
    typing = setTimeout(find, 250);
  });
  at("other").addEventListener("click", function () { say(""); register(); });
  at("back").addEventListener("click", function () { say(""); register(); });

  var code = location.pathname.slice(1);
  if (code) enter(code, "typed"); else show("typed");
})();
