/** Other painters of photos, from Debian's packages: imagemagick, gmic, python3-opencv. */

export type Peer = {
  readonly name: string;
  readonly file: string;
  readonly command: (from: string, to: string) => readonly string[];
};

/** Their own defaults, which the command line wants spelt out. */
const brushify = '7,0.25,4,64,25,12,0,2,4,0.2,0.5,30,1,1,1,5,0,0.2,1';
const engrave = '0.5,50,0,8,40,0,0,0,10,1,0,0,0,1';
const opencv = 'import cv2, sys; cv2.imwrite(sys.argv[2], cv2.stylization(cv2.imread(sys.argv[1])))';

export const peers: readonly Peer[] = [
  {
    name: 'ImageMagick -paint',
    file: 'peer-paint.png',
    command: (from, to) => ['convert', from, '-paint', '6', to],
  },
  {
    name: 'ImageMagick -charcoal',
    file: 'peer-charcoal.png',
    command: (from, to) => ['convert', from, '-charcoal', '2', to],
  },
  {
    name: 'G’MIC fx_brushify',
    file: 'peer-brushify.png',
    command: (from, to) => ['gmic', from, 'fx_brushify', brushify, 'output', to],
  },
  {
    name: 'G’MIC fx_engrave',
    file: 'peer-engrave.png',
    command: (from, to) => ['gmic', from, 'fx_engrave', engrave, 'output', to],
  },
  {
    name: 'OpenCV stylization',
    file: 'peer-stylization.png',
    command: (from, to) => ['/usr/bin/python3', '-c', opencv, from, to],
  },
];
