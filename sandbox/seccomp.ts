/**
 * The system calls that no answer needs and that reach the kernel's riskier parts, as a classic BPF
 * programme for `bwrap --seccomp`. It refuses (EPERM) rather than kills, so that runtimes can fall back.
 *
 * Numbers: asm/unistd_64.h and asm-generic/unistd.h (arm64); from 424 on they are the same everywhere.
 */

/** name: [x86_64, arm64 or null where it does not exist] */
const REFUSED_CALLS: Record<string, [number, number | null]> = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  syslog: [103, 116],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
  fanotify_init: [300, 262],
  mbind: [237, 235],
  set_mempolicy: [238, 237],
  set_mempolicy_home_node: [450, 450],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  vhangup: [153, 58],
  lookup_dcookie: [212, 18],
  personality: [135, 92],
  iopl: [172, null],
  ioperm: [173, null],
  modify_ldt: [154, null],
  uselib: [134, null],
  // Memory that belongs to no process: the watchdog adds up processes and would not see it.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
};

interface Machine {
  auditArch: number;
  column: 0 | 1;
  clone: number;
  clone3: number;
  socket: number;
  ioctl: number;
}

const MACHINES: Partial<Record<NodeJS.Architecture, Machine>> = {
  x64: { auditArch: 0xc000003e, column: 0, clone: 56, clone3: 435, socket: 41, ioctl: 16 },
  arm64: { auditArch: 0xc00000b7, column: 1, clone: 220, clone3: 435, socket: 198, ioctl: 29 },
};

/** CLONE_NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET */
const NEW_NAMESPACE_FLAGS = 0x7e020000;
/** Unix, IPv4, IPv6. What else there is (vsock, netlink, packet, alg) reaches past the network namespace. */
const SOCKET_FAMILIES = [1, 2, 10];
/** TIOCSTI, TIOCLINUX: typing into the harness's terminal. */
const REFUSED_IOCTLS = [0x5412, 0x541c];
const X32_BIT = 0x40000000;

const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const refuse = (errno: number) => 0x00050000 | errno;

/** Offsets in struct seccomp_data; arguments are read by their low half (both machines are little-endian). */
const NUMBER_AT = 0;
const ARCH_AT = 4;
const ARGUMENT_AT = [16, 24];

interface Instruction {
  code: number;
  yes: number;
  no: number;
  value: number;
}

const load = (offset: number): Instruction => ({ code: 0x20, yes: 0, no: 0, value: offset });
const returns = (value: number): Instruction => ({ code: 0x06, yes: 0, no: 0, value });
const ifEqual = (value: number, yes: number, no: number): Instruction => ({ code: 0x15, yes, no, value });
const ifAtLeast = (value: number, yes: number, no: number): Instruction => ({ code: 0x35, yes, no, value });
const ifAnyBit = (value: number, yes: number, no: number): Instruction => ({ code: 0x45, yes, no, value });

/** The filter's bytes, or null for a processor whose numbers are not known here. */
export function makeSeccompFilter(arch: NodeJS.Architecture = process.arch): Uint8Array | null {
  const machine = MACHINES[arch];
  return machine === undefined ? null : encode(listInstructions(machine));
}

function listInstructions(machine: Machine): Instruction[] {
  const refused = Object.values(REFUSED_CALLS).flatMap((numbers) => numbers[machine.column] ?? []);
  return [
    load(ARCH_AT),
    ifEqual(machine.auditArch, 1, 0),
    returns(KILL_PROCESS),
    load(NUMBER_AT),
    ...(machine.column === 0 ? [ifAtLeast(X32_BIT, 0, 1), returns(KILL_PROCESS)] : []),
    ...refused.flatMap((number) => [ifEqual(number, 0, 1), returns(refuse(EPERM))]),
    // Its flags lie behind a pointer that a filter cannot follow; ENOSYS makes libc use clone.
    ifEqual(machine.clone3, 0, 1),
    returns(refuse(ENOSYS)),
    ...onCall(machine.clone, [
      load(ARGUMENT_AT[0]!),
      ifAnyBit(NEW_NAMESPACE_FLAGS, 0, 1),
      returns(refuse(EPERM)),
      returns(ALLOW),
    ]),
    ...onCall(machine.socket, [
      load(ARGUMENT_AT[0]!),
      ...SOCKET_FAMILIES.flatMap((family) => [ifEqual(family, 0, 1), returns(ALLOW)]),
      returns(refuse(EAFNOSUPPORT)),
    ]),
    ...onCall(machine.ioctl, [
      load(ARGUMENT_AT[1]!),
      ...REFUSED_IOCTLS.flatMap((request) => [ifEqual(request, 0, 1), returns(refuse(EPERM))]),
      returns(ALLOW),
    ]),
    returns(ALLOW),
  ];
}

/** `body` must return on every way, for it loses the loaded call number. */
function onCall(number: number, body: Instruction[]): Instruction[] {
  return [ifEqual(number, 0, body.length), ...body];
}

/** struct sock_filter: u16 code, u8 jt, u8 jf, u32 k. */
function encode(instructions: Instruction[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(instructions.length * 8));
  instructions.forEach(({ code, yes, no, value }, index) => {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, yes);
    view.setUint8(index * 8 + 3, no);
    view.setUint32(index * 8 + 4, value, true);
  });
  return new Uint8Array(view.buffer);
}
