
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
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List engagements: who talked to whom, when, how long')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show single engagements with everything the service says of them')
            [CompletionResult]::new('transcript', 'transcript', [CompletionResultType]::ParameterValue, 'Print chat transcripts as conversations or as data')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Have the service send engagements to their sites'' targets; nothing is downloaded')
            [CompletionResult]::new('recordings', 'recordings', [CompletionResultType]::ParameterValue, 'Download audio recordings into a folder')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local mock of the API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Tell where settings come from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;list' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'One page, numbered from 1')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N engagements, from as many pages as that takes')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N engagements, from as many pages as that takes')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order; `+a,+b` adds some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Totals by day, operator or type instead of engagements')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Continue where the last complete run with FILE ended; goes with `--all`')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How far to look back behind that, for engagements that appeared late [default: 24h]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every page')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;show' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000 [default: 100]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order; `+a,+b` adds some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;transcript' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000 [default: 100]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order; `+a,+b` adds some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Write each transcript to a file of its own in DIR')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Continue where the last complete run with FILE ended; goes with `--all`')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How far to look back behind that, for engagements that appeared late [default: 24h]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;export' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000 [default: 100]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Remember in FILE what was exported')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Which fields, in this order; `+a,+b` adds some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replaced only if the run succeeds')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON proof of what was delivered to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--pending', '--pending', [CompletionResultType]::ParameterName, 'Only engagements not yet forwarded to a CRM')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before exporting a selection or `-`')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before exporting a selection or `-`')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first export that does not succeed')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the header line of a table or csv')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;recordings' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Sites to list, repeated or comma-separated')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Operators whose engagements to list, likewise')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From T on: 2015-10-01, 7d, today')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of T: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements a page, 1 to 1000 [default: 100]')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most N of the selected engagements')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Directory for the recordings; created if missing')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Maximum size of a recording')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Every operator''s engagements')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All selected engagements')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port on 127.0.0.1; 0: any free port')
            [CompletionResult]::new('--engagements', '--engagements', [CompletionResultType]::ParameterName, 'Number of generated engagements')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of the generated data')
            [CompletionResult]::new('--links', '--links', [CompletionResultType]::ParameterName, 'Style of pagination links')
            [CompletionResult]::new('--end', '--end', [CompletionResultType]::ParameterName, 'What `next_page` is on the last page')
            [CompletionResult]::new('--any-operator-allowed', '--any-operator-allowed', [CompletionResultType]::ParameterName, 'Whether requests may omit `operator_ids[]`')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Delay before each response')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests per second before a 429')
            [CompletionResult]::new('--fail', '--fail', [CompletionResultType]::ParameterName, 'Inject a fault: `503,every=3` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--no-request-ids', '--no-request-ids', [CompletionResultType]::ParameterName, 'Omit `X-Request-Id` from responses')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the config file is looked for')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print each setting, its value (secrets masked) and where it comes from')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;config;path' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
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
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write the pages into DIR')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Address of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that holds the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'The word before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Requests in flight, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Deadline of one attempt, headers and body [default: 30s; export: 60s]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Deadline of one connection [default: 10s]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first [default: 4]')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'The longest that all waits of a run may take [default: 5m]')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Further root certificates, a PEM file')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Zone of times: utc, local, Europe/Tallinn')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colour')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'How errors are written to stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Run the command against a practice server of its own')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, send none')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No hints, no progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Trace each request on stderr; twice for headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List engagements: who talked to whom, when, how long')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show single engagements with everything the service says of them')
            [CompletionResult]::new('transcript', 'transcript', [CompletionResultType]::ParameterValue, 'Print chat transcripts as conversations or as data')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Have the service send engagements to their sites'' targets; nothing is downloaded')
            [CompletionResult]::new('recordings', 'recordings', [CompletionResultType]::ParameterValue, 'Download audio recordings into a folder')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local mock of the API')
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
        'engagements;help;recordings' {
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
