// The sessions of the report's page, and the records that prove them.
#pragma once

#include <ostream>

#include "cli/report/page_data.h"
#include "cli/report/session_rank.h"

namespace sojourn {

// A table (page_json.h) in the order of time: the columns of v_session that the page shows, `rank`,
// 0 for what tells most, `who` and `source` as lists name them, `source_host`, the host of the
// case that it came from, `tags` and `notes`, as analysts gave them, and `seen_first` and
// `seen_last`, between which it was surely on where no record gives its start or its end.
void write_page_sessions(const PageRequest& request, std::ostream& out);

// A table of records, session by session, the most telling first; of a session all that fit, or
// none.
void write_page_records(const PageRequest& request, std::ostream& out);

}  // namespace sojourn
