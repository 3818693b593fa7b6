// The one script of `goigen serve`: moves between cells, sends what was typed, shows what the server answers. It computes nothing.
"use strict";
{
  const page = document.body.dataset;
  const one = (selector, below = document) => below.querySelector(selector);
  const all = (selector, below = document) => [...below.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const where = () => `form=${encodeURIComponent(page.form)}&step=${encodeURIComponent(page.step ?? "")}`;

  async function post(url, body) {
    const raw = body instanceof Blob;
    const text = raw ? body : JSON.stringify(body);
    try {
      const response = await fetch(url, { method: "POST", body: text, keepalive: !raw && text.length < 15000 });
      const data = await response.json().catch(() => ({ message: "服务没有正常回答" }));
      return { ok: response.ok, status: response.status, data };
    } catch {
      return { ok: false, status: 0, data: { message: "连不上填报服务" } };
    }
  }

  let unsettled = false; // what the notice says holds until something is saved or loaded

  function notice(message, ...choices) {
    const bar = byId("notice");
    unsettled = false;
    bar.hidden = !message;
    bar.textContent = message;
    for (const [words, act] of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", act);
      bar.append(button);
    }
  }

  function lasting(message, ...choices) {
    notice(message, ...choices);
    unsettled = true;
  }

  const settle = () => { if (unsettled) notice(""); };

  // ———— new forms, uploads ————

  function open(answer) {
    if (answer.ok) location.assign(`/form/${encodeURIComponent(answer.data.form)}`);
    else notice(answer.data.message);
  }

  async function upload(file) {
    if (!file) return;
    notice(`正在读 ${file.name}……`);
    open(await post(`/api/import?name=${encodeURIComponent(file.name)}`, file));
  }

  function dropped() {
    for (const kind of ["dragover", "dragleave", "drop"]) {
      document.addEventListener(kind, (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        byId("drop")?.classList.toggle("over", kind === "dragover");
        if (kind === "drop") upload(event.dataTransfer.files[0]);
      });
    }
  }

  function listPage() {
    dropped();
    byId("new").addEventListener("submit", async (event) => {
      event.preventDefault();
      const typed = Object.fromEntries(new FormData(event.target));
      open(await post("/api/new", { ...typed, year: Number(typed.year) }));
    });
    byId("file").addEventListener("change", (event) => upload(event.target.files[0]));
  }

  // ———— the raw text ————

  function textPage() {
    const text = byId("text");
    const save = async (version) => {
      const answer = await post(`/api/text?${where()}`, { version, text: text.value });
      if (answer.ok) location.assign(`/form/${encodeURIComponent(page.form)}${answer.data.shape ? "" : "?text=1"}`);
      else if (answer.status === 409) {
        notice(`${answer.data.message}，没有保存。`, ["载入最新的，放弃我改的", () => location.reload()], ["用我的盖掉最新的", async () => save(await latest())]);
      } else notice(answer.data.message);
    };
    byId("save").addEventListener("click", () => save(page.version));
    text.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        save(page.version);
      }
    });
    for (const button of all("button.go")) {
      button.addEventListener("click", () => {
        const lines = text.value.split("\n");
        const start = lines.slice(0, button.dataset.line - 1).join("\n").length + (button.dataset.line > 1);
        text.focus();
        text.setSelectionRange(start, start + lines[button.dataset.line - 1].length);
      });
    }
  }

  async function latest() {
    const response = await fetch(`/api/state?${where()}`);
    return response.ok ? (await response.json()).version : null;
  }

  // ———— saving ————

  const PAUSE = 300; // ms without a key before what was typed is sent
  const pending = new Map(); // path → value, typed and not yet acknowledged
  let version = page.version;
  let timer = 0;
  let stuck = false; // a question about a conflict is open
  let chain = Promise.resolve();

  const GONE = {
    0: "连不上填报服务。若一直连不上，请重新运行 goigen serve，用新的网址再打开一个窗口。",
    403: "填报服务重新启动过，请用新的网址再打开一个窗口。",
    503: "填报服务正忙。",
    507: "文件写不进去。",
  };
  const say = (words) => { byId("saved").textContent = words; };

  function touch(field) {
    pending.set(field.dataset.path, field.value);
    if (field.classList.contains("answer")) for (const other of all(".answer")) if (other.dataset.path === field.dataset.path) other.value = field.value;
    say("正在保存……");
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  }

  // One thing after the other: each needs the version that the one before it made.
  function queue(work) {
    chain = chain.then(work).catch(() => notice("网页出错了；刚才填的可能没有保存，请刷新再看。"));
    return chain;
  }

  function flush() {
    clearTimeout(timer);
    return queue(send);
  }

  async function send() {
    if (!pending.size || stuck) return;
    const batch = [...pending];
    const changes = batch.map(([path, value]) => ({ path: JSON.parse(path), value }));
    const answer = await post(`/api/change?${where()}`, { version, changes });
    if (answer.status in GONE) {
      say("没有保存");
      lasting(`${GONE[answer.status]}刚才填的还没有保存，请不要关这个窗口；正在重试。`);
      timer = setTimeout(flush, 2000);
      return;
    }
    if (answer.status === 409) return conflict(answer.data);
    for (const [path, value] of batch) if (pending.get(path) === value) pending.delete(path);
    if (answer.ok) {
      settle();
      await update(answer.data);
    } else {
      say("有一处没有保存");
      lasting(answer.data.message);
    }
  }

  function conflict(data) {
    stuck = true;
    say("没有保存");
    lasting(
      `${data.message}，刚才填的还没有保存。`,
      ["载入最新的，放弃刚才这几处", () => { pending.clear(); queue(rebuild); }],
      ["把刚才这几处写进最新的", async () => {
        version = await latest() ?? version;
        stuck = false;
        notice("");
        await flush();
        if (!pending.size) queue(rebuild);
      }],
    );
  }

  // What is not typed into a field: undo, zeros, another heading.
  async function act(what, body) {
    if (!unsettled) notice("");
    await flush();
    let done = false;
    await queue(async () => {
      const answer = await post(`/api/${what}?${where()}`, { version, ...body });
      done = answer.ok;
      if (answer.ok) await update(answer.data, true);
      else if (answer.status === 409) conflict(answer.data);
      else notice(answer.data.message);
    });
    return done;
  }

  const change = (one) => act("change", { changes: [one] });

  // ———— showing what the server answered ————

  let waiting = null; // findings that came while somebody was writing among them

  function update(data, whole = false) {
    version = data.version;
    if (data.shape !== page.shape) return rebuild();
    for (const [id, [text, shadow]] of Object.entries(data.fields)) {
      const field = byId(id);
      if (!field) continue;
      if (field.tagName === "OUTPUT") field.textContent = text;
      else if (!pending.has(field.dataset.path) && (whole || field !== document.activeElement)) {
        if (same(field.value) !== same(text)) field.value = text;
      }
      if (field.placeholder !== undefined) field.placeholder = shadow;
    }
    mark(data.marks);
    byId("steps").innerHTML = data.nav;
    if (byId("findings").contains(document.activeElement)) waiting = data.findings;
    else byId("findings").innerHTML = data.findings;
    if (!pending.size) say("已保存");
    attend(document.activeElement);
    showPreview(true);
    return undefined;
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

  // The page anew from the server, because a field came, went or changed its kind; what is being typed stays, and so does the caret.
  async function rebuild() {
    const response = await fetch(location.href).catch(() => null);
    if (!response?.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (fresh.body.dataset.page !== "form") return location.reload();
    const [active, stops] = [document.activeElement, "input, textarea, select, button, output"];
    const [id, place, caret] = [active.id, all(stops, byId("main")).indexOf(active), active.selectionStart];
    for (const part of ["main", "steps", "findings"]) byId(part).replaceWith(document.adoptNode(fresh.getElementById(part)));
    one(".bar h1").replaceWith(document.adoptNode(one(".bar h1", fresh)));
    Object.assign(page, { shape: fresh.body.dataset.shape, marks: fresh.body.dataset.marks });
    version = fresh.body.dataset.version;
    stuck = false;
    settle();
    wire();
    for (const field of all("[data-path]")) if (pending.has(field.dataset.path)) field.value = pending.get(field.dataset.path);
    const field = byId(id) ?? all(stops, byId("main"))[place];
    if (field && place >= 0) {
      field.focus();
      if (typeof caret === "number") field.setSelectionRange?.(caret, caret);
    }
    say(pending.size ? "正在保存……" : "已保存");
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
    note.style.top = `${box.bottom + scrollY + 6}px`;
    note.style.left = `${Math.max(8, Math.min(box.left, innerWidth - note.offsetWidth - 8)) + scrollX}px`;
    mine[0].scrollIntoView({ block: "nearest" });
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
    let [taken, lost] = [0, 0];
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const field = slots.get(`${row + down},${column + right}`);
      if (field?.tagName === "INPUT") {
        field.value = value.trim();
        touch(field);
        taken++;
      } else if (!field && value.trim()) lost++;
    }));
    notice(lost ? `粘贴了 ${taken} 格；另有 ${lost} 格在表格外面，没有写入。` : "");
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
      text.disabled = !name;
      text.dataset.path = JSON.stringify([heading.dataset.section, name]);
      text.id = name ? `p-${heading.dataset.section}.${name.replace(/\s/g, "")}` : "new-text";
    });
  }

  function clicked(event) {
    const button = event.target.closest("button, a[href]");
    if (!button) return;
    if (button.matches("#findings .go")) target(button.closest(".finding").dataset.target)?.focus();
    else if (button.id === "undo" || button.id === "redo") act(button.id);
    else if (button.id === "zero") change({ do: "zero", path: JSON.parse(button.dataset.path) });
    else if (button.matches(".drop-answer")) change({ path: JSON.parse(button.dataset.path), value: "" });
    else if (button.matches(".insert")) openInsert(byId(button.dataset.for));
    else if (button.id === "preview-toggle") {
      const frame = byId("preview");
      frame.hidden = !frame.hidden;
      byId("findings").hidden = !frame.hidden;
      button.setAttribute("aria-pressed", String(!frame.hidden));
      one(".desk").classList.toggle("wide", !frame.hidden);
      showPreview();
    } else if (button.href && !button.target && pending.size && !event.ctrlKey) {
      event.preventDefault();
      flush().then(() => { if (!pending.size) location.assign(button.href); });
    }
  }

  function formPage() {
    document.addEventListener("input", (event) => {
      if (!event.target.dataset.path) return;
      if (!unsettled) notice("");
      touch(event.target);
    });
    document.addEventListener("change", (event) => {
      const field = event.target;
      if (field.dataset.rename && field.value.trim() !== field.defaultValue) {
        change({ do: "rename", path: JSON.parse(field.dataset.rename), value: field.value }).then((done) => { if (!done) field.value = field.defaultValue; });
      }
    });
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
      if (!(event.ctrlKey || event.metaKey)) return;
      if (event.key === "s") {
        event.preventDefault();
        flush();
      }
      if (!/^[zy]$/i.test(event.key) || event.target.tagName === "TEXTAREA") return;
      if (pending.has(event.target.dataset?.path)) return; // the browser's own undo of what is being typed
      event.preventDefault();
      act(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
    });
    addEventListener("pagehide", () => { if (pending.size && !stuck) send(); });
    addEventListener("beforeunload", (event) => { if (pending.size && (stuck || unsettled)) event.preventDefault(); });
    setInterval(async () => {
      if (document.hidden || pending.size || stuck) return;
      const now = await latest().catch(() => null);
      if (now && now !== version && !pending.size) lasting("这份表在别处（另一个窗口或编辑器）改过。", ["载入最新的", () => queue(rebuild)]);
    }, 5000);
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
    byId("findings").addEventListener("focusout", () => setTimeout(() => {
      if (waiting === null || byId("findings").contains(document.activeElement)) return;
      byId("findings").innerHTML = waiting;
      waiting = null;
    }));
    insertDialog();
    newHeading();
    mark(JSON.parse(page.marks));
  }

  ({ list: listPage, text: textPage, form: formPage })[page.page]?.();
}
