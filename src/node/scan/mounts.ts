import { readFileSync } from 'node:fs'

/** File systems that show the kernel's own state, or nothing that was ever stored. */
const pseudo: ReadonlySet<string> = new Set(
  'proc sysfs devtmpfs devpts cgroup cgroup2 debugfs tracefs securityfs pstore bpf configfs mqueue hugetlbfs fusectl autofs binfmt_misc efivarfs rpc_pipefs nsfs selinuxfs'.split(
    ' ',
  ),
)

/** File systems of other machines: their owners scan them where they are. */
const network: ReadonlySet<string> = new Set(
  'nfs nfs4 cifs smb3 smbfs ncpfs afs 9p ceph glusterfs lustre gpfs fuse.sshfs fuse.glusterfs fuse.s3fs fuse.rclone fuse.gcsfuse beegfs davfs fuse.davfs2'.split(
    ' ',
  ),
)

export type MountKind = 'local' | 'pseudo' | 'network'

export interface Mount {
  readonly kind: MountKind
  /** As the system calls it: `ext4`, `nfs4`. */
  readonly type: string
}

/**
 * What is mounted where, of `/proc/self/mountinfo` (proc_pid_mountinfo(5)); empty on systems that have none. Of
 * several mounts on one place the last counts.
 */
export function readMounts(path = '/proc/self/mountinfo'): ReadonlyMap<string, Mount> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return new Map()
  }
  const mounts = new Map<string, Mount>()
  for (const line of text.split('\n')) {
    const fields = line.split(' ')
    const dash = fields.indexOf('-')
    const place = fields[4]
    const type = fields[dash + 1]
    if (dash < 0 || place === undefined || type === undefined) continue
    mounts.set(unescape(place), { kind: pseudo.has(type) ? 'pseudo' : network.has(type) ? 'network' : 'local', type })
  }
  return mounts
}

/** Space, tab, newline and backslash are written in octal. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
