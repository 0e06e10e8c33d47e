/**
 * Container images: what lies in which layer, who made it, and whether the image still shows it. The scan finds what
 * lies in layers as in any archive; this says afterwards what it means.
 */
export { platformOf } from './image/configuration.ts'
export { explainLayer, inLayer } from './image/explain-layer.ts'
export { type ImageStore, mayHoldImages } from './image/image-files.ts'
export { isAttestation } from './image/oci-layout.ts'
export { type ImageDoors, type OpenImage, openImage } from './image/open-image.ts'
export { blobPathOf } from './image/plan.ts'
