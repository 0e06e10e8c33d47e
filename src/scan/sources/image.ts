/**
 * Container images: what lies in which layer, who made it, and whether the image still shows it. The scan finds what
 * lies in layers as in any archive; this says afterwards what it means.
 */
export { platformOf } from './image/configuration.ts'
export { explainLayer, imageName, inLayer } from './image/explain-layer.ts'
export { type Fate, FileFates, type InLayer, type LayerEntry, type LayerPath } from './image/file-fates.ts'
export { type ImageStore, mayHoldImages } from './image/image-files.ts'
export { isAttestation } from './image/oci-layout.ts'
export { type ImageDoors, type LayerPlace, type OpenImage, openImage } from './image/open-image.ts'
export {
  blobPathOf,
  defaultImageLimits,
  type ImageGap,
  type ImageLayer,
  type ImageLimits,
  type ImagePlan,
} from './image/plan.ts'
