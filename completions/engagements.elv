
set edit:completion:arg-completer[engagements] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) ENGAGEMENTS_COMPLETE="elvish" engagements -- $@words) | to-lines
}

