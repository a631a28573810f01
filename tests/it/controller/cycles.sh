# A controller appears and vanishes so many times, each time as soon as the program has noticed.
controller 1
mkfifo /tmp/said
$PROGRAM > /tmp/said 2>&1 &
program=$!
exec 3< /tmp/said
sleep 2
cycle=0
tell begins
plug
while read -r line <&3; do
  case $line in
    found*) unplug ;;
    lost*)
      cycle=$((cycle + 1))
      [ $cycle -eq 100 ] && held
      [ $cycle -ge $CYCLES ] && break
      plug ;;
  esac
done
held
tell cycles $cycle
kill $program
