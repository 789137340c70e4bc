_engagements() {
    local IFS=$'\n'
    COMPREPLY=($(ENGAGEMENTS_COMPLETE=bash engagements -- "${COMP_WORDS[@]:0:COMP_CWORD+1}" 2> /dev/null))
    if [[ ${COMPREPLY-} == *[=/] ]]; then compopt -o nospace; fi
}
complete -F _engagements engagements
