"""Make this machine ready: `python -m tools.setup [bench]`; called by every task of the Makefile.

What is missing is installed, what is there is left alone, and a run that was interrupted is simply run again. A missing system package
or font never stops it: one line says what to do, and goigen does what it can without. Runs on the standard library alone, before
anything is installed.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tools import fonts
from tools import setup_apt as apt

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
FONTS = VENV / "share" / "goigen" / "fonts"
LOCK = ROOT / "requirements" / "lock.txt"
BENCH = ROOT / "requirements" / "bench.txt"
# Pango draws the PDF; Liberation Serif has the widths of Times New Roman.
SYSTEM = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation")


class Failed(Exception):
    """The environment could not be made; the text says what to do."""


def main(arguments: list[str]) -> int:
    try:
        outside()
        environment()
        if "bench" in arguments:
            bench()
        system()
        typefaces()
    except KeyboardInterrupt:
        say("已中断；再运行一次即可接着做。")
        return 130
    except Failed as failed:
        say(str(failed))
        return 2
    return 0


def outside() -> None:
    """Go on with the Python that `.venv` was made from, should somebody have activated `.venv`: it may have to be rebuilt."""
    if Path(sys.prefix).resolve() == VENV:
        base = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
        os.execv(base, [str(base), "-m", "tools.setup", *sys.argv[1:]])


def environment() -> None:
    """`.venv` with exactly what the lock names, and goigen itself from this folder; rebuilt when lock, Python or place changed."""
    key = digest(LOCK.read_bytes(), sys.version.encode(), sys.base_prefix.encode(), str(VENV).encode())
    if stamp("lock") != key or not (BIN / "python").exists():
        if not has("pip") and not has("ensurepip"):
            raise Failed("这个 Python 没有 pip。请先安装，例如：sudo apt-get install python3-pip。")
        say("正在建立 .venv 并安装依赖（仅首次，约一分钟）……")
        clear()
        run("没有建成 .venv", sys.executable, "-m", "venv", *(["--without-pip"] if has("pip") else []), str(VENV))
        requirements(LOCK)
        stamp("lock", key)
    project()


def bench() -> None:
    """What only the benchmark needs, on top."""
    key = digest(BENCH.read_bytes())
    if stamp("bench") != key:
        requirements(BENCH)
        stamp("bench", key)


def requirements(lock: Path) -> None:
    """Everything that a lock file names, at the version and with the hash it names."""
    pip("依赖没有装好（可检查网络后再运行一次）", "--no-deps", "--no-compile", "--require-hashes", "-r", str(lock))


def project() -> None:
    """goigen from this folder; again only when pyproject.toml says something else about it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    about = {"project": settings["project"], "build": settings["build-system"], "hatch": settings["tool"]["hatch"]}
    key = digest(json.dumps(about, sort_keys=True).encode())
    if stamp("project") != key:
        pip("goigen 没有装好", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        stamp("project", key)


def system() -> None:
    """The libraries that WeasyPrint loads, and a Latin face."""
    if apt.available():
        packages = apt.missing(SYSTEM)
        if packages:
            say(f"正在安装系统软件包：{' '.join(packages)} ……")
            if not apt.install(packages):
                say(f"系统软件包没有装上，PDF 可能无法生成或字体有别。请运行：sudo apt-get install {' '.join(packages)}")
    elif not draws():
        say("缺少 Pango，PDF 无法生成。请安装：macOS 用 brew install pango，Fedora 用 dnf install pango，其他系统见手册。")


def draws() -> bool:
    """Whether WeasyPrint finds its libraries."""
    return subprocess.run([BIN / "python", "-c", "import weasyprint"], capture_output=True, check=False).returncode == 0


def typefaces() -> None:
    if not fonts.present(FONTS):
        say("正在取得 Fandol 字体（仅首次，约 49 MB）……")
        if not fonts.fetch(FONTS):
            say(f"没有取得 Fandol 字体，PDF 改用自带的 Noto 字体。可把 Fandol*.otf 放入 {FONTS.relative_to(ROOT)}/ 后再运行。")


def clear() -> None:
    """Take the old environment away, all but the fonts."""
    for path in sorted(VENV.glob("*")):  # the stamps come first, so an interrupted clearing counts as none
        if path.is_dir() and not path.is_symlink():
            if path.name != "share":
                shutil.rmtree(path)
        else:
            path.unlink()


def stamp(name: str, key: str | None = None) -> str | None:
    """What was done last, as a digest of what it was done from; with a key, note it."""
    path = VENV / f".stamp-{name}"
    if key is not None:
        path.write_text(key, encoding="ascii")
    return path.read_text(encoding="ascii") if path.exists() else None


def pip(otherwise: str, *arguments: str) -> None:
    """pip install into the environment; by this Python's own pip where there is one, which spares installing another first."""
    command = ("-m", "pip", "--python", str(BIN / "python")) if has("pip") else ("-m", "pip")
    runner = sys.executable if has("pip") else str(BIN / "python")
    run(otherwise, runner, *command, "--quiet", "--disable-pip-version-check", "install", "--no-warn-script-location", *arguments)


def has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def run(otherwise: str, *command: str) -> None:
    """Run it; if it fails, its own words go to stderr and ours say what did not come about."""
    if subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode:
        raise Failed(f"{otherwise}。")


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
