// Runs in a page without an address, which reads and writes pictures for lib/compare.mjs. The
// arithmetic is done here and not by a canvas: that differs from one version and machine to another.

/** The picture in base64, of `image/<type>`, as its pixels. */
async function pixels(type, text) {
  const image = await createImageBitmap(await (await fetch(`data:image/${type};base64,${text}`)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}

/** Its upper part at a fraction of the size: each point is the mean of a square. */
function reduced({ width, height, data }, scale, highest) {
  const small = new ImageData(Math.floor(width / scale), Math.floor(Math.min(height, highest) / scale));
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      let [red, green, blue] = [0, 0, 0];
      for (let row = y * scale; row < (y + 1) * scale; row += 1) {
        for (let at = (row * width + x * scale) * 4, end = at + scale * 4; at < end; at += 4) {
          red += data[at];
          green += data[at + 1];
          blue += data[at + 2];
        }
      }
      small.data.set([red / scale ** 2, green / scale ** 2, blue / scale ** 2, 255], (y * small.width + x) * 4);
    }
  }
  return small;
}

async function inBase64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The picture, a PNG, as it is kept: what this format leaves out is left out of all that are compared. */
async function asKept({ picture, scale, highest }) {
  const small = reduced(await pixels('png', picture), scale, highest);
  const canvas = new OffscreenCanvas(small.width, small.height);
  canvas.getContext('2d').putImageData(small, 0, 0);
  return inBase64(await canvas.convertToBlob({ type: 'image/webp', quality: 0.65 }));
}

globalThis.reduce = asKept;

/** Is this point of one picture unlike all that is around it in the other? */
function isStrange(one, other, x, y, { plain, busy }) {
  for (let part = 0; part < 3; part += 1) {
    let [least, most] = [255, 0];
    for (let row = Math.max(0, y - 1); row <= Math.min(other.height - 1, y + 1); row += 1) {
      for (let column = Math.max(0, x - 1); column <= Math.min(other.width - 1, x + 1); column += 1) {
        const value = other.data[(row * other.width + column) * 4 + part];
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    const may = plain + (most - least) * busy;
    const value = one.data[(y * one.width + x) * 4 + part];
    if (value < least - may || value > most + may) return true;
  }
  return false;
}

/** How many points differ, and both pictures beside each other with those in red. */
globalThis.compare = async ({ kept, tolerance, ...work }) => {
  const now = await pixels('webp', await asKept(work));
  const before = await pixels('webp', kept);
  const strange = [];
  for (let y = 0; y < Math.min(now.height, before.height); y += 1) {
    for (let x = 0; x < Math.min(now.width, before.width); x += 1) {
      if (isStrange(now, before, x, y, tolerance) || isStrange(before, now, x, y, tolerance)) strange.push([x, y]);
    }
  }
  const sheet = new OffscreenCanvas(before.width + 8 + now.width, Math.max(now.height, before.height));
  const context = sheet.getContext('2d');
  context.putImageData(before, 0, 0);
  context.putImageData(now, before.width + 8, 0);
  context.fillStyle = 'red';
  for (const [x, y] of strange) context.fillRect(before.width + 8 + x, y, 1, 1);
  return {
    widths: [now.width, before.width], heights: [now.height, before.height], points: strange.length,
    shown: await inBase64(await sheet.convertToBlob()),
  };
};
