#include "schema/id.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "schema/session.h"

namespace sojourn {
namespace {

template <class From, class... To>
constexpr bool passes_for_any_of = (std::is_convertible_v<From, To> || ...);

TEST(Ids, OfOneTablePassForThoseOfNoOther) {
  static_assert(!passes_for_any_of<SessionId, BootId, LogonSessionId, LocalSessionId, EventRef>);
  static_assert(!passes_for_any_of<LogonSessionId, BootId, SessionId, LocalSessionId, EventRef>);
  static_assert(!passes_for_any_of<LocalSessionId, BootId, SessionId, LogonSessionId, EventRef>);
  static_assert(!passes_for_any_of<EventRef, BootId, SessionId, LogonSessionId, LocalSessionId>);
  EXPECT_EQ(kNone, SessionId{}) << "an id is of no row until it is told which";
  EXPECT_NE(kNone, SessionId(0));
  EXPECT_LT(SessionId(7), kNone) << "none stands behind all";
}

}  // namespace
}  // namespace sojourn
