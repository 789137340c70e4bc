complete -c engagements -f -k -a "(ENGAGEMENTS_COMPLETE=fish engagements -- (commandline -opc) (commandline -ct) 2> /dev/null)"
