# rxledger. `make` lists the targets; README.md says which two you need first.
NODE_BIN := node_modules/.bin
RXNET    := node network/bin/rxnet.js
RX       := node gateway/dist/cli/main.js
ARGS     ?=
# What runs the nodes (devnet, native, docker), and how blocks are ordered (bft4, raft1, raft3).
RUNTIME  ?=
PROFILE  ?=
ON       := $(if $(RUNTIME),--runtime $(RUNTIME)) $(if $(PROFILE),--profile $(PROFILE))

.DEFAULT_GOAL := help
.PHONY: help install build lint types style format check test test-network demo up down docker-up docker-down status logs bench chaos paper pictures doctor clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: node_modules/.package-lock.json ## Install what package-lock.json pins

node_modules/.package-lock.json: package-lock.json
	npm ci
	@touch $@

build: install ## Compile the workspaces
	@$(NODE_BIN)/tsc --build

lint: types style ## Types of the tests, import directions, style

types: build
	@$(NODE_BIN)/tsc --build tsconfig.test.json

style: install
	@$(NODE_BIN)/eslint .
	@$(NODE_BIN)/prettier --check --log-level warn .

format: install ## Put every file into house style
	@$(NODE_BIN)/prettier --write --log-level warn .

test: build ## All tests, and on real Fabric where FABRIC_BIN is set; ends with "N passed, N failed"
	@$(NODE_BIN)/jest $(ARGS)

test-network: build ## Hold a network against the recorded one (RUNTIME=native PROFILE=raft3, or NETWORK=its directory)
	@RUNTIME=$(or $(RUNTIME),devnet) PROFILE=$(or $(PROFILE),bft4) $(NODE_BIN)/jest --selectProjects=network $(ARGS) -- network/test/conformance.int.test.ts

check: lint test ## What CI runs

demo: build ## Four organisations, twenty stories in three acts, told in the terminal
	@$(RX) demo $(ON) $(ARGS)

up: build ## Start the network and the gateways and leave them running, with ready tokens
	@$(RXNET) up $(ON) $(ARGS)
	@$(RX) welcome

down: build ## Stop what `make up` started (ARGS=--purge removes its files too)
	@$(RXNET) down $(ARGS)

docker-up: build ## `make up` in Docker Compose (docs/operations/docker.md)
	@$(RXNET) up --runtime docker $(if $(PROFILE),--profile $(PROFILE)) $(ARGS)
	@$(RX) welcome

docker-down: down ## Stop what `make docker-up` started

status: build ## Members, nodes, heights, services
	@$(RXNET) status $(ARGS)

logs: build ## Logs of all services, or ARGS=NAME
	@$(RXNET) logs $(ARGS)

bench: build ## Measure, side by side in one run (ARGS=--json for one object a line)
	@node bench/dist/main.js $(ON) $(ARGS)

chaos: build ## Kill, pause, cut off and lie under load, and count what is lost (RUNTIME=native unless told)
	@node bench/dist/chaos/main.js $(ON) $(ARGS)

paper: build ## The paper's experiment on ADULT (ADULT=FILE unless it is to be fetched; docs/anonymisation.md)
	@$(RX) anonymise paper $(if $(ADULT),--adult $(ADULT)) $(ARGS)

pictures: build ## Draw the pictures of docs/anonymisation from the engine's formulas
	@node gateway/dist/anonymisation/pictures/draw-pictures.js

doctor: build ## What this machine lacks, and the command that gets it
	@$(RXNET) doctor $(ARGS)

clean: ## Remove what the build made
	rm -rf */dist network/devnet/dist gateway/client/dist *.tsbuildinfo */*.tsbuildinfo network/devnet/*.tsbuildinfo gateway/client/*.tsbuildinfo node_modules/.cache coverage
