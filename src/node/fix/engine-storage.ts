/**
 * Where container engines keep the layers of images as folders and blobs. What lies there belongs to every container
 * and image that shares the layer, and the engine does not expect it to change.
 *
 * @see https://docs.docker.com/engine/storage/drivers/overlayfs-driver/
 */
const layers: readonly RegExp[] = [
  /\/(?:docker|containers\/storage)\/(?:[^/]+\/)?(?:overlay2?|aufs|vfs|btrfs|devicemapper)\/.*\/(?:diff|rootfs|subvolumes)\//,
  /\/(?:docker|containers\/storage)\/(?:vfs|aufs|btrfs)\//,
  /\/io\.containerd\.(?:snapshotter|content)\.v1\.[^/]+\//,
  /\/blobs\/sha256\/[0-9a-f]{64}$/,
]

/** Whether a path leads into a layer of an image. */
export function isInLayer(path: string): boolean {
  return layers.some((pattern) => pattern.test(path))
}
