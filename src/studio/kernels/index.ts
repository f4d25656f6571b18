/** The kernels' one door: each name here is a function of the compiled module, which the workshop's threads call. */
export { setScratch } from './memory';
export * from './filters';
export { blockRanges } from './calm';
export * from './field';
export { cropPhoto } from './crop';
export { faceDepth, headForm } from './form';
export * from './matte';
export * from './tone';
export { backdrop, noise, vignette } from './noise';
export * from './regions';
export { resample } from './sampling';
export { bristles, oilRows } from './oil-paint';
export { layStrokes, stampStrokes, strokeMask } from './strokes';
export * from './drawing';
export * from './engraving';
export * from './pop-art';
export * from './poster';
export * from './watercolour';
