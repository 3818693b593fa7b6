# Everything one does with this repository; `make help` lists it. What a task needs is installed on the way (tools/setup.py).
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The first Python on the path that is new enough; another one: make test PYTHON=python3.13
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
UV ?= uv
SAMPLE ?= sample_inputs/pingfang-2023.yaml
PYTEST ?= -n auto --dist worksteal --cov --cov-report=term

.PHONY: help demo test setup lint types imports unit format derived derived-check bench wheel lock clean

help: ## 列出全部任务（即本页）
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## 安装所缺的软件，用样例生成各种格式的年度报告，放在 out/
	@$(BIN)/goigen render $(SAMPLE) -o out -f docx,pdf,txt,html,json
	@echo '生成的文件：'; ls -1 out | sed 's|^|  out/|'

test: lint types imports unit ## 安装所缺的软件，运行全部检查和测试

setup: ## 只安装所缺的软件（.venv、系统库、字体）
	@p='$(PYTHON)'; test -n "$$p" || { echo '需要 Python 3.11 或更高版本，请先安装。' >&2; exit 2; }; $$p -m tools.setup

lint: setup ## 代码风格（ruff）
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup ## 类型（mypy，严格）
	@$(BIN)/mypy

imports: setup ## 模块只能引用下层（import-linter）
	@$(BIN)/lint-imports --no-logo

unit: setup ## 测试和覆盖率（pytest；只跑一部分：make unit PYTEST=tests/checks）
	@$(BIN)/python -m pytest $(PYTEST)

format: setup ## 自动改正代码风格
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

derived: setup ## 重新生成所有由声明推出的文件（空白表单、JSON Schema 等）
	@$(BIN)/python -m tools.derived

derived-check: setup ## 核对上述文件没有过时
	@$(BIN)/python -m tools.derived --check

bench: ## 测量速度，并与 docxtpl 比较
	@$(MAKE) --no-print-directory setup
	@$(PYTHON) -m tools.setup bench
	@$(BIN)/python bench/bench.py

wheel: setup ## 打包到 dist/（先源码包，再由它打出 wheel）
	@$(BIN)/python -m build --no-isolation

lock: ## 重新计算 requirements/*.txt（需要 uv；全部升级：make lock UPGRADE=--upgrade）
	@command -v $(UV) >/dev/null || { echo '需要 uv，请先安装：pip install uv' >&2; exit 2; }
	@$(UV) pip compile $(LOCKED) pyproject.toml --extra dev -o requirements/lock.txt
	@$(UV) pip compile $(LOCKED) requirements/bench.in -c requirements/lock.txt -o requirements/bench.txt

LOCKED = --quiet --no-config --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' $(UPGRADE)

clean: ## 删除输出、包和缓存（不删 .venv）
	@rm -rf out dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
