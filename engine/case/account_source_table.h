// Table `account_source`: what the sessions of an account from one source have in common, so that
// lists of accounts, sources and hosts need not read every session.
#pragma once

#include "engine/case/database.h"

namespace sojourn {

// REQUIRES: `session` and its accounts are written. One account is in memory at a time.
void write_account_sources(const Database& database);

}  // namespace sojourn
