// An order over what records say, for ties and to tell copies.
#pragma once

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// Less than, equal to or greater than 0: all that two records say, but not when, in which channel
// and under which record id.
int compare_content(const Event& a, const Event& b, const Strings& strings);

// The same, where the times among their values are equal as far as an export that cuts them to
// three digits holds them.
int compare_but_for_digits(const Event& a, const Event& b, const Strings& strings);

}  // namespace sojourn
