// Values of calls as outputs may have them: without what may be secret.
#pragma once

#include <string>
#include <string_view>

#include "model/value.h"

namespace trunklift::routing {

// JSON with "***" for passwords in URIs, and for what stands at names such as
// Authorization, X-Auth-Token or password. `through_view`: see
// append_script_json.
void append_shown_value(std::string& out, const Value& value,
                        bool through_view);

// "sip:u:***@192.0.2.1". In doubt it hides too much.
std::string without_passwords(std::string_view text);

}  // namespace trunklift::routing
