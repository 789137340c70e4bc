
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'engagements' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'engagements'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'engagements' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List engagements: who talked to whom, when, how long')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show single engagements with everything the service says of them')
            [CompletionResult]::new('transcript', 'transcript', [CompletionResultType]::ParameterValue, 'Print chat transcripts as conversations or as data')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Have the service send engagements to their site''s export targets; nothing is downloaded')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local practice server that speaks the API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Tell where settings come from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;list' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated [env: `ENGAGEMENTS_SITE_IDS`]')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise [env: `ENGAGEMENTS_OPERATOR_IDS`]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'One page, numbered from 1')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N engagements, from as many pages as that takes')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N engagements, from as many pages as that takes')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Continue where the last complete run with FILE ended; goes with `--all`')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How far to look back behind that, for engagements that appeared late [default: 24h]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order: `a,b`; or, added to the default ones: `+c`')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements; newer deployments let a manager ask for that')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every page')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv as spreadsheets want it, with nothing in it that they would run')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;show' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated [env: `ENGAGEMENTS_SITE_IDS`]')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise [env: `ENGAGEMENTS_OPERATOR_IDS`]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order: `a,b`; or, added to the default ones: `+c`')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements; newer deployments let a manager ask for that')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv as spreadsheets want it, with nothing in it that they would run')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;transcript' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated [env: `ENGAGEMENTS_SITE_IDS`]')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise [env: `ENGAGEMENTS_OPERATOR_IDS`]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Continue where the last complete run with FILE ended; goes with `--all`')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How far to look back behind that, for engagements that appeared late [default: 24h]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order: `a,b`; or, added to the default ones: `+c`')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements; newer deployments let a manager ask for that')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv as spreadsheets want it, with nothing in it that they would run')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;export' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated [env: `ENGAGEMENTS_SITE_IDS`]')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise [env: `ENGAGEMENTS_OPERATOR_IDS`]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From this time on: 2015-10-01T13:00:00Z, 2015-10-01, 24h (back from now), today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to and including this time; 2015-10-01 means the whole day')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Remember in FILE what was exported, so that no later run does it again')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the output [env: `ENGAGEMENTS_OUTPUT`] [default: table]')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order: `a,b`; or, added to the default ones: `+c`')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, which is replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements; newer deployments let a manager ask for that')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--pending', '--pending', [CompletionResultType]::ParameterName, 'Only engagements that have not been forwarded to a CRM yet; goes with a selection')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before exporting a selection or ids from standard input')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before exporting a selection or ids from standard input')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first export that does not succeed')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'csv as spreadsheets want it, with nothing in it that they would run')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on, of 127.0.0.1; 0 takes any free one')
            [CompletionResult]::new('--engagements', '--engagements', [CompletionResultType]::ParameterName, 'How many engagements there are, beside the samples of the API''s document')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What they are made up from; the same seed gives the same engagements')
            [CompletionResult]::new('--links', '--links', [CompletionResultType]::ParameterName, 'What links to the next page look like')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'How long each answer takes')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests a second, beyond which the answer is 429')
            [CompletionResult]::new('--fail', '--fail', [CompletionResultType]::ParameterName, 'Requests that fail: `503,every=3`, `reset,at=5`, `stall,path=/export,first=1`; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;config' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the config file is looked for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print each setting, its value (secrets masked) and where it comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;config;path' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;config;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the config file is looked for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print each setting, its value (secrets masked) and where it comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;config;help;path' {
            break
        }
        'engagements;config;help;show' {
            break
        }
        'engagements;config;help;help' {
            break
        }
        'engagements;completions' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write the pages into DIR')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [env: `ENGAGEMENTS_CONFIG`] [default: engagements/config.toml in the user''s config directory]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API [env: `ENGAGEMENTS_BASE_URL`] [default: `https://api.salemove.com`]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input [env: `ENGAGEMENTS_TOKEN_FILE`; the token itself: `ENGAGEMENTS_TOKEN`]')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token [env: `ENGAGEMENTS_AUTH_SCHEME`] [default: token]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32 [env: `ENGAGEMENTS_CONCURRENCY`] [default: 8; export: 1, at most 4]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times without offset and of the table: utc, local, Europe/Tallinn [env: `ENGAGEMENTS_TZ`] [default: utc]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour [env: `NO_COLOR`] [default: auto]')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr [env: `ENGAGEMENTS_ERROR_FORMAT`] [default: text]')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server started for it in the same process')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'engagements;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List engagements: who talked to whom, when, how long')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show single engagements with everything the service says of them')
            [CompletionResult]::new('transcript', 'transcript', [CompletionResultType]::ParameterValue, 'Print chat transcripts as conversations or as data')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Have the service send engagements to their site''s export targets; nothing is downloaded')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local practice server that speaks the API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Tell where settings come from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;help;list' {
            break
        }
        'engagements;help;show' {
            break
        }
        'engagements;help;transcript' {
            break
        }
        'engagements;help;export' {
            break
        }
        'engagements;help;sandbox' {
            break
        }
        'engagements;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the config file is looked for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print each setting, its value (secrets masked) and where it comes from')
            break
        }
        'engagements;help;config;path' {
            break
        }
        'engagements;help;config;show' {
            break
        }
        'engagements;help;completions' {
            break
        }
        'engagements;help;man' {
            break
        }
        'engagements;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
