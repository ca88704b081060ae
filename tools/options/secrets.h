// Passwords in URIs and connection strings, made unreadable.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

// `text` with "***" for the password of user:password@ in each URI and for the
// value of each password= (also sslpassword=, secret=, token=, and where a part
// of the name is escaped as in a URI) in a connection string or a query. In
// doubt it hides too much.
std::string without_secrets(std::string_view text);

}  // namespace trunklift
