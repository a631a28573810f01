#!/bin/busybox sh
# The first program of the guest: its devices, its sequencer, then what the test wants run.
/bin/busybox --install -s /bin
export PATH=/bin HOME=/tmp RUST_BACKTRACE=1
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module" || echo "cannot load $module"; done < /modules/order

# What the test reads: a word, the seconds since the guest began, and what there is to say.
tell() { read -r up rest < /proc/uptime; echo "@$1 $up $2"; }

# A controller by the kernel: unbound, it vanishes as an unplugged one does, whoever listens to it.
driver=/sys/bus/platform/drivers/snd_virmidi
plug() { echo snd_virmidi.0 > $driver/bind; }
unplug() { echo snd_virmidi.0 > $driver/unbind; }

# A controller with so many ports, which is not plugged in yet.
controller() { insmod /modules/snd_virmidi.ko midi_devs=$1; unplug; }

# What a leak would add to: open files, threads and memory of the program, clients of the sequencer.
held() {
  files=$(ls "/proc/$program/fd" | wc -l)
  threads=$(ls "/proc/$program/task" | wc -l)
  clients=$(grep -c '^Client *[0-9]' /proc/asound/seq/clients)
  memory=$(grep VmRSS "/proc/$program/status" | tr -dc 0-9)
  tell held "$files $threads $clients $memory"
}

. /script
tell end
poweroff -f
