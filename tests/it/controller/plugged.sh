# A controller appears, is moved, vanishes, returns and is moved again, while the program runs.
controller 2
mkfifo /tmp/said
( while read -r line; do tell said "$line"; done < /tmp/said ) &
$PROGRAM > /tmp/said 2>&1 &
program=$!
sleep 2
move() { for device in /dev/snd/midiC*D0; do printf "$1" > "$device"; done; tell moved; }

tell appears; plug; sleep 3
tell moves; move '\260\020\001\260\020\002\260\020\101'; sleep 1
tell vanishes; unplug; sleep 3
held
tell returns; plug; sleep 3
tell moves-again; move '\260\020\003'; sleep 1
tell vanishes-again; unplug; sleep 3
held
kill $program
