// The one script of `goigen serve`: moves between cells, sends what was typed, shows what the server answers. It computes nothing.
"use strict";
{
  const page = document.body.dataset;
  const one = (selector, below = document) => below.querySelector(selector);
  const all = (selector, below = document) => [...below.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const where = () => `form=${encodeURIComponent(page.form)}&step=${encodeURIComponent(page.step ?? "")}`;

  const SMALL = 15000; // characters that a browser still sends when the page is closed
  const PATIENCE = 20000; // ms for an answer: what is asked again is not done twice, the server knows its requests by `page` and `turn`

  async function post(url, body) {
    const raw = body instanceof Blob;
    const text = raw ? body : JSON.stringify(body);
    try {
      const signal = raw ? undefined : AbortSignal.timeout(PATIENCE);
      const response = await fetch(url, { method: "POST", body: text, keepalive: !raw && text.length < SMALL, signal });
      const data = await response.json().catch(() => ({ message: "服务没有正常回答" }));
      return { ok: response.ok, status: response.status, data };
    } catch {
      return { ok: false, status: 0, data: { message: "连不上填报服务" } };
    }
  }

  // Two things can be said at once: what happened just now, and a trouble, which stays until it is over.
  function tell(id, message, choices) {
    const line = byId(id);
    if (line.dataset.said === message) return; // said again, it would be read aloud again, and its buttons would lose the focus
    line.dataset.said = message;
    line.dataset.since = Date.now();
    line.textContent = message;
    for (const [words, act] of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", act);
      line.append(button);
    }
    byId("notice").hidden = !all("#notice p").some((other) => other.textContent);
  }

  const notice = (message, ...choices) => tell("word", message, choices);
  const lasting = (message, ...choices) => tell("trouble", message, choices);

  const READ = 3000; // ms that a message stays at least, for those who type on

  function fade() {
    const { said, since } = byId("word").dataset;
    if (said) setTimeout(() => { if (byId("word").dataset.since === since) notice(""); }, Math.max(0, READ - (Date.now() - since)));
  }

  // ———— new forms, uploads ————

  function open(answer) {
    if (answer.ok) location.assign(`/form/${encodeURIComponent(answer.data.form)}`);
    else notice(answer.data.message);
    return answer.ok;
  }

  let reading = false;

  async function upload(files) {
    const [file] = files;
    if (!file || reading) return;
    if (files.length > 1) return notice("一次只能导入一个文件，请一个一个来。");
    reading = true;
    notice(`正在读 ${file.name}……大的文件要等一会儿。`);
    reading = open(await post(`/api/import?name=${encodeURIComponent(file.name)}`, file));
    return undefined;
  }

  function dropped() {
    for (const kind of ["dragover", "dragleave", "drop"]) {
      document.addEventListener(kind, (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        byId("drop")?.classList.toggle("over", kind === "dragover");
        if (kind === "drop") upload(event.dataTransfer.files);
      });
    }
  }

  function listPage() {
    dropped();
    byId("new").addEventListener("submit", async (event) => {
      event.preventDefault();
      const typed = Object.fromEntries(new FormData(event.target));
      const button = one("button", event.target);
      button.disabled = true; // a second click would make a second form
      button.disabled = open(await post("/api/new", { ...typed, year: Number(typed.year) }));
    });
    byId("file").addEventListener("change", async (event) => {
      await upload(event.target.files);
      event.target.value = ""; // the same file can be chosen again once it is mended
    });
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  // ———— the raw text ————

  function textPage() {
    dropped(); // else the browser would leave for the file
    const text = byId("text");
    let [kept, saving] = [text.value, false];
    const save = async (version) => {
      if (saving) return;
      saving = true;
      const sent = text.value;
      const answer = await post(`/api/text?${where()}`, { version, text: sent });
      saving = false;
      if (answer.ok) kept = sent;
      if (answer.ok && text.value !== sent) {
        page.version = answer.data.version; // typed on meanwhile
        say("刚才按“保存”以后写的还没有保存");
      } else if (answer.ok) location.assign(`/form/${encodeURIComponent(page.form)}${answer.data.shape ? "" : "?text=1"}`);
      else if (answer.status === 409) {
        notice(`${answer.data.message}，没有保存。`, ["载入最新的，放弃我改的", () => { kept = text.value; location.reload(); }], ["用我的盖掉最新的", async () => save(await latest())]);
      } else notice(answer.data.message);
    };
    byId("save").addEventListener("click", () => save(page.version));
    text.addEventListener("input", () => say(text.value === kept ? "" : "改过，还没有保存"));
    addEventListener("beforeunload", (event) => { if (text.value !== kept) event.preventDefault(); });
    text.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        save(page.version);
      }
    });
    const goTo = (line) => {
      const lines = text.value.split("\n");
      const start = lines.slice(0, line - 1).join("\n").length + (line > 1);
      text.focus();
      text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
      text.scrollTop = (line - 4) * text.scrollHeight / lines.length;
    };
    for (const button of all("button.go")) button.addEventListener("click", () => goTo(+button.dataset.line));
    const line = Number(new URLSearchParams(location.search).get("line"));
    if (line) goTo(line);
  }

  async function latest() {
    const response = await fetch(`/api/state?${where()}`);
    return response.ok ? (await response.json()).version : null;
  }

  // ———— saving ————

  const PAUSE = 300; // ms without a key before what was typed is sent
  const LONGEST = 1000; // ms after which it is sent also while somebody types on
  const LONG = 5000; // ms after which one is told that the server has not answered
  const me = crypto.randomUUID();
  const pending = new Map(); // path → value, typed and not yet acknowledged
  const adding = new Set(); // those of them that stand under a new heading
  const added = new Set(); // those that have been sent once
  const refused = new Map(); // path → value and message: what the server cannot write; it stays in its field
  let version = page.version;
  let turn = 0;
  let timer = 0;
  let since = 0; // when the first of what is not yet sent was typed
  let stuck = false; // a question about a conflict is open
  let busy = 0;
  let chain = Promise.resolve();

  const GONE = {
    0: "连不上填报服务。若一直连不上，请重新运行 goigen serve，用新的网址再打开一个窗口。",
    403: "填报服务重新启动过，请用新的网址再打开一个窗口。",
    503: "填报服务正忙。",
    507: "文件写不进去。",
  };
  const say = (words) => { byId("saved").textContent = words; };
  const idle = () => !pending.size && !busy;
  const settle = () => { if (!stuck && !refused.size) lasting(""); };
  const sayState = () => say(stuck ? "没有保存" : refused.size ? "有一处没有保存" : pending.size ? "正在保存……" : "已保存");

  async function ask(what, body) {
    const slow = setTimeout(say, LONG, "还没有保存：填报服务很久没有回答");
    const answer = await post(`/api/${what}?${where()}`, { version, page: me, turn: ++turn, ...body });
    clearTimeout(slow);
    sayState();
    return answer;
  }

  function touch(field) {
    const path = field.dataset.path;
    pending.set(path, field.value);
    refused.delete(path);
    if (field.dataset.adding && !added.has(path)) adding.add(path);
    if (field.classList.contains("answer")) for (const other of all(".answer")) if (other.dataset.path === path) other.value = field.value;
    sayState();
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(flush, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
  }

  // One thing after the other: each needs the version that the one before it made.
  function queue(work) {
    busy++;
    chain = chain.then(work).catch(() => lasting("网页出错了；刚才填的可能没有保存，请刷新再看。")).finally(() => { busy--; });
    return chain;
  }

  function flush() {
    clearTimeout(timer);
    const batch = [...pending]; // Why now: what is typed after a click on undo is not to be undone with it
    return queue(() => send(batch.filter(([path, value]) => pending.get(path) === value)));
  }

  function asChange([path, value]) {
    const change = { do: adding.has(path) ? "add" : "set", path: JSON.parse(path), value };
    if (adding.delete(path)) added.add(path); // whatever follows is about a heading that is there
    return change;
  }

  function again(path) {
    adding.add(path);
    added.delete(path);
  }

  async function send(batch) {
    if (!batch.length || stuck) return;
    since = 0;
    const changes = batch.map(asChange);
    const answer = await ask("change", { changes });
    if (!answer.ok) for (const { path } of changes.filter((change) => change.do === "add")) again(JSON.stringify(path));
    if (answer.status in GONE) {
      say("没有保存");
      lasting(`${GONE[answer.status]}刚才填的还没有保存，请不要关这个窗口；正在重试。`);
      clearTimeout(timer);
      timer = setTimeout(flush, 2000);
      return;
    }
    if (answer.status === 409) return conflict(answer.data);
    if (!answer.ok && batch.length > 1) { // one of them is refused; the others shall not be lost with it
      for (const one of batch) await send([one]);
      return;
    }
    for (const [path, value] of batch) {
      if (pending.get(path) !== value) continue;
      pending.delete(path);
      if (!answer.ok) refused.set(path, { value, message: answer.data.message });
    }
    if (answer.ok) settle();
    if (refused.size) {
      const reasons = [...new Set([...refused.values()].map(({ message }) => message))];
      lasting(`没有保存：${reasons.join("；")}。`, ["放弃没有保存的", () => { refused.clear(); queue(rebuild); }]);
    }
    if (answer.ok) await update(answer.data);
    else sayState();
  }

  function conflict(data) {
    if (!pending.size) return lasting(`${data.message}，这一步没有做。`, ["载入最新的", () => queue(rebuild)]);
    stuck = true;
    sayState();
    return lasting(
      `${data.message}，刚才填的还没有保存。`,
      ["载入最新的，放弃刚才这几处", () => { pending.clear(); queue(rebuild); }],
      ["把刚才这几处写进最新的", async () => {
        version = await latest().catch(() => null) ?? version;
        stuck = false;
        lasting("");
        await flush();
        if (!pending.size) queue(rebuild);
      }],
    );
  }

  // What is not typed into a field: undo, zeros, another heading.
  async function act(what, body, whenSame = "") {
    fade();
    await flush();
    let done = false;
    await queue(async () => {
      const [answer, before] = [await ask(what, body), version];
      done = answer.ok;
      if (answer.status === 409) conflict(answer.data);
      else if (!answer.ok) notice(answer.data.message);
      else if (await update(answer.data, true) === 0 || before === answer.data.version) notice(whenSame);
    });
    return done;
  }

  const change = (one, whenSame) => act("change", { changes: [one] }, whenSame);

  // ———— showing what the server answered ————

  // Nothing is drawn anew below a finger that is down, in a word that is half typed, or around the focus: it waits.
  const held = new Set();
  const waiting = new Map(); // id → HTML
  let letGo = [];

  function release(why) {
    held.delete(why);
    if (held.size) return;
    for (const go of letGo.splice(0)) go();
    for (const [id, html] of [...waiting]) draw(id, html);
  }

  const still = () => (held.size ? new Promise((go) => { letGo.push(go); }) : undefined);

  function draw(id, html) {
    const part = byId(id);
    waiting.delete(id);
    if (part.drawn === html && all("input", part).every((field) => field.value === field.defaultValue)) return;
    if (held.size || part.contains(document.activeElement)) {
      waiting.set(id, html);
      return;
    }
    part.innerHTML = html;
    part.drawn = html;
    keepTyped(part);
    attend(document.activeElement);
  }

  // What was typed and is not saved stands in its field, whatever the server knows.
  function keepTyped(part) {
    for (const field of all("[data-path]", part)) {
      const typed = pending.get(field.dataset.path) ?? refused.get(field.dataset.path)?.value;
      if (typed !== undefined && field.value !== undefined) field.value = typed;
    }
  }

  const words = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s/g, "");

  // Shows an answer; says how much of what is seen is not what it was.
  function update(data, whole = false) {
    version = data.version;
    if (data.shape !== page.shape) return rebuild();
    let changed = 0;
    for (const [id, [text, shadow]] of Object.entries(data.fields)) {
      const field = byId(id);
      if (!field) continue;
      const open = pending.has(field.dataset.path) || refused.has(field.dataset.path);
      if (field.tagName === "OUTPUT") field.textContent = text;
      else if (!open && !(held.has("word") && field === document.activeElement) && (whole || field !== document.activeElement)) {
        if (same(field.value) !== same(text)) {
          field.value = text;
          changed++;
        }
      }
      if (field.placeholder !== undefined) field.placeholder = shadow;
    }
    mark(data.marks);
    if (words(data.findings) !== byId("findings").textContent.replace(/\s/g, "")) changed++;
    draw("steps", data.nav);
    draw("findings", data.findings);
    sayState();
    attend(document.activeElement);
    showPreview(true);
    return changed;
  }

  const same = (text) => text.split("\n").map((line) => line.trim()).join("\n").trim();

  function mark(marks) {
    for (const field of all("[data-mark]")) {
      delete field.dataset.mark;
      field.removeAttribute("aria-invalid");
    }
    for (const [id, grade] of Object.entries(marks)) {
      const field = byId(id);
      if (!field) continue;
      field.dataset.mark = grade;
      if (grade === "error") field.setAttribute("aria-invalid", "true");
    }
  }

  const paths = () => all("[data-path]", byId("main")).map((field) => field.dataset.path);

  // What was typed below a heading while the server gave it another name belongs to that name. Says where what had this path is now.
  function follow(known, mine) {
    const now = paths();
    const came = now.filter((path) => !known.includes(path));
    const gone = [...new Set([...pending.keys(), mine])].filter((path) => known.includes(path) && !now.includes(path));
    if (gone.length !== 1 || came.length !== 1) return null;
    const value = pending.get(gone[0]);
    if (pending.delete(gone[0])) pending.set(came[0], value);
    return gone[0] === mine ? all("[data-path]", byId("main")).find((field) => field.dataset.path === came[0]) : null;
  }

  // The page anew from the server, because a field came, went or changed its kind; what is being typed stays, and so does the caret.
  async function rebuild() {
    const text = await fetch(location.href, { signal: AbortSignal.timeout(PATIENCE) }).then((response) => response.ok && response.text()).catch(() => "");
    if (!text) return void setTimeout(() => queue(rebuild), 2000);
    await still();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (fresh.body.dataset.page !== "form") return location.reload();
    const [active, stops, known] = [document.activeElement, "input, textarea, select, button, output", paths()];
    const [id, place, caret] = [active.id, all(stops, byId("main")).indexOf(active), active.selectionStart];
    const heading = active.dataset.rename && active.value !== active.defaultValue ? active.value : null;
    waiting.clear();
    for (const part of ["main", "steps", "findings"]) byId(part).replaceWith(document.adoptNode(fresh.getElementById(part)));
    one(".bar h1").replaceWith(document.adoptNode(one(".bar h1", fresh)));
    Object.assign(page, { shape: fresh.body.dataset.shape, marks: fresh.body.dataset.marks });
    version = fresh.body.dataset.version;
    stuck = false;
    settle();
    wire();
    const followed = follow(known, active.dataset.path);
    keepTyped(document);
    const field = followed ?? byId(id) ?? all(stops, byId("main"))[place];
    if (field && place >= 0) {
      field.focus();
      if (heading !== null && field.dataset.rename && field.defaultValue !== heading.trim()) field.value = heading;
      if (typeof caret === "number") field.setSelectionRange?.(caret, caret);
    }
    sayState();
    return showPreview(true);
  }

  // The field that a finding is about: itself, or the first one below it.
  const target = (id) => byId(id) ?? one(`[id^="${CSS.escape(id)}."]`) ?? one(`[id^="${CSS.escape(id)}"]`);

  function attend(field) {
    const note = byId("note");
    const mine = field?.id ? all(".finding").filter((item) => field.dataset.mark && target(item.dataset.target) === field) : [];
    for (const item of all(".finding")) item.classList.toggle("here", mine.includes(item));
    const help = byId("help");
    if (help && field?.dataset) help.textContent = field.dataset.help ? `${field.getAttribute("aria-label")}：${field.dataset.help}` : help.textContent;
    note.hidden = !mine.length;
    const before = one('[aria-describedby~="note"]');
    before?.setAttribute("aria-describedby", before.getAttribute("aria-describedby").replace(/ ?note$/, ""));
    if (!mine.length) return;
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} note`.trim());
    note.replaceChildren(...mine.slice(0, 3).flatMap((item) => all("p", item).slice(0, 3).map((p) => p.cloneNode(true))));
    for (const button of all("button", note)) button.replaceWith(button.textContent);
    note.classList.toggle("warning", !mine[0].classList.contains("error"));
    const box = field.getBoundingClientRect();
    const below = box.bottom + 6 + note.offsetHeight < innerHeight || box.top < innerHeight / 2;
    note.style.top = `${(below ? box.bottom + 6 : box.top - 6 - note.offsetHeight) + scrollY}px`;
    note.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 8)) + scrollX}px`;
    showIn(one("aside"), mine[0]);
  }

  // Why not scrollIntoView: where the findings stand below the form, it would carry away the cell that is being typed into.
  function showIn(list, item) {
    const [outer, inner] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
    if (inner.top < outer.top) list.scrollTop += inner.top - outer.top;
    else if (inner.bottom > outer.bottom) list.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top);
  }

  let shown = "";
  let drawing = 0;

  function showPreview(again = false) {
    const frame = byId("preview");
    if (!frame || frame.hidden || (again && shown === version)) return;
    clearTimeout(drawing);
    drawing = setTimeout(() => {
      shown = version;
      frame.src = `/preview/${encodeURIComponent(page.form)}?v=${version.slice(0, 12)}`;
    }, again ? 800 : 0);
  }

  // ———— the table, like a spreadsheet ————

  const slots = new Map(); // "row,column" → field

  function readSlots() {
    slots.clear();
    for (const cell of all("td.figure")) {
      const field = one("input, output", cell);
      for (let row = 0; row < cell.rowSpan; row++) {
        for (let column = 0; column < cell.colSpan; column++) slots.set(`${+cell.dataset.row + row},${+cell.dataset.column + column}`, field);
      }
    }
  }
  const spot = (field) => [+field.closest("td").dataset.row, +field.closest("td").dataset.column];

  function move(field, down, right) {
    let [row, column] = spot(field);
    for (let tries = 0; tries < 40; tries++) {
      row += down;
      column += right;
      const next = slots.get(`${row},${column}`);
      if (next && next !== field) {
        next.focus();
        next.select?.();
        return;
      }
    }
  }

  function key(event) {
    const field = event.target;
    if (event.isComposing) return; // Enter and arrows choose a word here
    const alone = !event.ctrlKey && !event.altKey && !event.metaKey;
    const typing = field.tagName === "INPUT";
    const [start, end, length] = typing ? [field.selectionStart, field.selectionEnd, field.value.length] : [0, 0, 0];
    const whole = start === 0 && end === length;
    const ways = {
      Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowLeft: whole || end === 0 ? [0, -1] : null,
      ArrowRight: whole || start === length ? [0, 1] : null,
    };
    if (alone && ways[event.key] && (event.key === "Enter" || !event.shiftKey)) {
      event.preventDefault();
      move(field, ...ways[event.key]);
    } else if (event.key === "Escape" && !byId("note").hidden && field.value === field.dataset.before) {
      byId("note").hidden = true;
    } else if (event.key === "Escape" && typing && field.dataset.before !== undefined && field.value !== field.dataset.before) {
      field.value = field.dataset.before;
      touch(field);
    }
  }

  function paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [row, column] = spot(event.target);
    const filled = new Set(); // a cell that spans several takes the first of them: Excel copies merged cells as one value and blanks
    let lost = 0;
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const field = slots.get(`${row + down},${column + right}`);
      if (field?.tagName === "INPUT" && !filled.has(field)) {
        field.value = value.trim();
        touch(field);
        filled.add(field);
      } else if (!field && value.trim()) lost++;
    }));
    notice(lost ? `粘贴了 ${filled.size} 格；另有 ${lost} 格在表格外面，没有写入。` : "");
    flush();
  }

  // ———— the page of a form ————

  let inserting = null;

  function openInsert(field) {
    inserting = field;
    byId("insert-name").value = "";
    byId("insert-now").textContent = "";
    byId("insert").showModal();
  }

  function insertDialog() {
    const dialog = byId("insert");
    if (!dialog) return;
    const now = (name) => all("#names option").find((option) => option.value === name.trim())?.textContent;
    byId("insert-name").addEventListener("input", (event) => {
      const value = now(event.target.value);
      byId("insert-now").textContent = value === undefined ? "" : `现在是：${value}`;
    });
    dialog.addEventListener("close", () => {
      const name = byId("insert-name").value.trim();
      inserting.focus();
      if (dialog.returnValue !== "insert" || now(name) === undefined) return;
      inserting.setRangeText(`{{ ${name} }}`, inserting.selectionStart, inserting.selectionEnd, "end");
      touch(inserting);
    });
  }

  function newHeading() {
    const [heading, text] = [byId("new-heading"), byId("new-text")];
    heading?.addEventListener("input", () => {
      const name = heading.value.trim();
      const [before, now] = [text.dataset.path, JSON.stringify([heading.dataset.section, name])];
      text.disabled = !name;
      if (name) [text.dataset.path, text.dataset.adding] = [now, "yes"];
      else delete text.dataset.path;
      const open = refused.delete(before) || (pending.delete(before) && adding.delete(before));
      if (open && name) touch(text);
      text.id = name ? `p-${heading.dataset.section}.${name.replace(/\s/g, "")}` : "new-text";
    });
  }

  function clicked(event) {
    const button = event.target.closest("button, a[href]");
    if (!button) return;
    if (button.matches("#findings .go")) target(button.closest(".finding").dataset.target)?.focus();
    else if (button.id === "undo" || button.id === "redo") act(button.id, {}, ELSEWHERE);
    else if (button.id === "zero") change({ do: "zero", path: JSON.parse(button.dataset.path) }, "没有空着的行。");
    else if (button.matches(".drop-answer")) change({ path: JSON.parse(button.dataset.path), value: "" });
    else if (button.dataset.up) change({ do: "up", path: JSON.parse(button.dataset.up) });
    else if (button.matches(".insert")) openInsert(byId(button.dataset.for));
    else if (button.id === "preview-toggle") {
      const frame = byId("preview");
      frame.hidden = !frame.hidden;
      byId("findings").hidden = !frame.hidden;
      button.setAttribute("aria-pressed", String(!frame.hidden));
      one(".desk").classList.toggle("wide", !frame.hidden);
      showPreview();
    } else if (button.href && !button.target && !button.hasAttribute("download") && !idle() && !event.ctrlKey) {
      event.preventDefault();
      goOn(button.href);
    }
  }

  async function goOn(address) {
    do await flush(); while (busy);
    if (idle()) location.assign(address);
  }

  const ELSEWHERE = "改回的是另一步里的一处；这一步没有变。";
  let naming = 0;

  // A heading is renamed when it is left, and a second after the last key.
  function renamed(field, left) {
    clearTimeout(naming);
    const value = field.value.trim();
    if (held.has("word") || value === field.defaultValue || !(left || value) || !field.isConnected) return;
    change({ do: "rename", path: JSON.parse(field.dataset.rename), value }).then((done) => { if (!done && left) field.value = field.defaultValue; });
  }

  function typed(field) {
    if (field.dataset.rename) {
      clearTimeout(naming);
      naming = setTimeout(renamed, LONGEST, field, false);
    }
    if (!field.dataset.path) return;
    fade();
    touch(field);
  }

  // The page is closed: what is not saved goes out without waiting for the answers before it; the server takes it in its order.
  function leave() {
    const heading = document.activeElement;
    const changes = [...pending].map(asChange);
    if (heading.dataset.rename && heading.value.trim() && heading.value.trim() !== heading.defaultValue) {
      changes.push({ do: "rename", path: JSON.parse(heading.dataset.rename), value: heading.value });
    }
    if (changes.length && !stuck) ask("change", { changes });
  }

  async function look() {
    if (document.hidden || !idle() || stuck) return;
    const known = version;
    const now = await latest().catch(() => null);
    if (!now || now === version || version !== known || !idle()) return; // saved meanwhile: the answer is about an older version
    lasting("这份表在别处（另一个窗口或编辑器）改过。", ["载入最新的", () => queue(rebuild)]);
  }

  function formPage() {
    document.addEventListener("input", (event) => { if (!event.isComposing) typed(event.target); });
    document.addEventListener("compositionstart", () => held.add("word"));
    document.addEventListener("compositionend", (event) => {
      typed(event.target);
      release("word");
    });
    document.addEventListener("pointerdown", () => held.add("finger"), true);
    const lift = (event) => { if (event.type !== "blur" || event.target === window) setTimeout(release, 0, "finger"); };
    for (const kind of ["pointerup", "pointercancel", "blur", "change", "keydown"]) addEventListener(kind, lift, true); // a list that opens keeps the finger
    document.addEventListener("focusout", () => setTimeout(release));
    document.addEventListener("change", (event) => { if (event.target.dataset.rename) renamed(event.target, true); });
    document.addEventListener("focusin", (event) => {
      const field = event.target;
      if (field.closest(".figure") && field.tagName === "INPUT") {
        field.dataset.before = field.value;
        field.select();
      }
      attend(field);
    });
    document.addEventListener("click", clicked);
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
      if (event.key === "s") {
        event.preventDefault();
        flush();
      }
      if (!/^[zy]$/i.test(event.key) || event.target.tagName === "TEXTAREA") return;
      if (pending.has(event.target.dataset?.path)) return; // the browser's own undo of what is being typed
      event.preventDefault();
      act(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo", {}, ELSEWHERE);
    });
    addEventListener("pagehide", leave);
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    addEventListener("beforeunload", (event) => {
      const tooLarge = JSON.stringify([...pending]).length > SMALL / 2;
      if (refused.size || (pending.size && (stuck || byId("trouble").textContent || tooLarge))) event.preventDefault();
    });
    setInterval(look, 5000);
    dropped();
    wire();
    if (location.hash) target(decodeURIComponent(location.hash.slice(1)))?.focus();
  }

  // What belongs to the elements of the page and not to the page itself.
  function wire() {
    readSlots();
    for (const table of all("table.grid")) {
      table.addEventListener("keydown", key);
      table.addEventListener("paste", paste);
    }
    insertDialog();
    newHeading();
    mark(JSON.parse(page.marks));
  }

  ({ list: listPage, text: textPage, form: formPage })[page.page]?.();
}
