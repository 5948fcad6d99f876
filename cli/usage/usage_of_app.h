// From CLI11's definitions to ours.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/usage/usage.h"

namespace sojourn {

Usage usage_of_app(const CLI::App& app, const std::string& version);

}  // namespace sojourn
