#!/bin/sh
# Extension attribute for Jamf, data type String: the state of the report on the sign-in of
# the person at the screen, or why there is none: notInstalled, nobody (at the screen) or noReport.
# Rules hold and are met where it is "compliant" alone, not where it is notManaged,
# notKnown, attention, actionNeeded or error.

gatehouse="${GATEHOUSE:-/Applications/Gatehouse.app/Contents/MacOS/Gatehouse}"

answer() {
  echo "<result>$1</result>"
  exit 0
}

test -x "$gatehouse" || answer notInstalled

# Jamf runs this as root, which cannot see the keychain of a person.
user=$(stat -f %Su /dev/console) || answer nobody
case $user in '' | root | loginwindow | _*) answer nobody ;; esac
uid=$(id -u "$user") || answer nobody

report=$(launchctl asuser "$uid" sudo -H -u "$user" "$gatehouse" policy --json 2> /dev/null)
code=$?
# Quotes within a text of the report have a backslash before them, so that no text passes for this.
state=$(printf '%s\n' "$report" | sed -n 's/.*"state":"\([A-Za-z]*\)".*/\1/p')

# The exit code and the report have to say the same.
case $code:$state in
  0:compliant | 0:notManaged | 0:notKnown | 0:attention | 3:actionNeeded | 6:error) answer "$state" ;;
  *) answer noReport ;;
esac
