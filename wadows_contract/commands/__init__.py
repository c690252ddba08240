"""The subcommands of `wadows-contract`, a module each; `wadows_contract.cli` puts them together."""
