// Runs in a page without an address, which reads and writes pictures for lib/compare.mjs. The
// arithmetic is done here and not by a canvas: that differs from one version and machine to another.

/** The picture in base64, of `image/<type>`, as its pixels. */
async function pixels(type, text) {
  const image = await createImageBitmap(await (await fetch(`data:image/${type};base64,${text}`)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

/** Its upper part at a fraction of the size: each pixel is the mean of a square. */
function reduced({ width, height, data }, scale, highest) {
  const small = new ImageData(Math.floor(width / scale), Math.floor(Math.min(height, highest) / scale));
  const sums = new Uint32Array(small.width * 3);
  for (let y = 0; y < small.height; y += 1) {
    sums.fill(0);
    for (let row = y * scale; row < (y + 1) * scale; row += 1) {
      for (let x = 0, at = row * width * 4; x < small.width; x += 1) {
        for (let step = 0; step < scale; step += 1, at += 4) {
          sums[x * 3] += data[at];
          sums[x * 3 + 1] += data[at + 1];
          sums[x * 3 + 2] += data[at + 2];
        }
      }
    }
    for (let x = 0; x < small.width; x += 1) {
      const to = (y * small.width + x) * 4;
      for (let part = 0; part < 3; part += 1) small.data[to + part] = Math.round(sums[x * 3 + part] / (scale * scale));
      small.data[to + 3] = 255;
    }
  }
  return small;
}

async function inBase64(canvas, options) {
  const reader = new FileReader();
  const done = new Promise((resolve) => { reader.onload = resolve; });
  reader.readAsDataURL(await canvas.convertToBlob(options));
  await done;
  return reader.result.split(',')[1];
}

function drawn(image) {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

/** The picture as it is kept. */
globalThis.reduce = async ({ picture, scale, highest }) => (
  inBase64(drawn(reduced(await pixels('png', picture), scale, highest)), { type: 'image/webp', quality: 0.6 })
);

const luminance = (data, at) => 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];

/** How far the lightest and the darkest of a part are from each other. */
function contrast({ width, height, data }, left, top, right, bottom) {
  let [least, most] = [255, 0];
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(width, right); x += 1) {
      const value = luminance(data, (y * width + x) * 4);
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return most - least;
}

/** Something is there in one picture, and around there nothing in the other. */
function isGone(some, other, x, y, size, { ink, near }) {
  return contrast(some, x, y, x + size, y + size) > ink
    && contrast(other, x - near, y - near, x + size + near, y + size + near) < ink / 2;
}

function hasOtherColour(a, b, x, y, size, { light, colour }) {
  const sums = [0, 0, 0];
  let count = 0;
  for (let row = y; row < Math.min(y + size, a.height, b.height); row += 1) {
    for (let column = x; column < Math.min(x + size, a.width); column += 1, count += 1) {
      for (let part = 0; part < 3; part += 1) sums[part] += a.data[(row * a.width + column) * 4 + part] - b.data[(row * b.width + column) * 4 + part];
    }
  }
  const means = sums.map((sum) => sum / count);
  return Math.abs(luminance(means, 0)) > light || means.some((mean) => Math.abs(mean) > colour);
}

/** Which blocks differ, and both pictures beside each other with a frame around those. */
globalThis.compare = async ({ picture, kept, scale, highest, block, limits }) => {
  const now = reduced(await pixels('png', picture), scale, highest);
  const before = await pixels('webp', kept);
  const height = Math.min(now.height, before.height);
  const [gone, changed] = [[], []];
  let blocks = 0;
  for (let y = 0; y < height && now.width === before.width; y += block) {
    for (let x = 0; x < now.width; x += block) {
      blocks += 1;
      if (isGone(now, before, x, y, block, limits) || isGone(before, now, x, y, block, limits)) gone.push([x, y]);
      if (hasOtherColour(now, before, x, y, block, limits)) changed.push([x, y]);
    }
  }
  const gap = 8;
  const sheet = new OffscreenCanvas(now.width + before.width + gap, Math.max(now.height, before.height));
  const context = sheet.getContext('2d');
  context.putImageData(before, 0, 0);
  context.putImageData(now, before.width + gap, 0);
  for (const [colour, list] of [['orange', changed], ['red', gone]]) {
    context.strokeStyle = colour;
    for (const [x, y] of list) context.strokeRect(before.width + gap + x + 0.5, y + 0.5, block - 1, block - 1);
  }
  return {
    widths: [now.width, before.width], heights: [now.height, before.height], blocks, gone: gone.length, changed: changed.length,
    shown: await inBase64(sheet, { type: 'image/png' }),
  };
};
