// Puts a card into the empty page that card.css styles, and makes its picture small.

/** Fill the page, with the title as big as it fits. */
function draw(card) {
  const root = document.documentElement;
  root.lang = card.lang;
  root.dir = card.dir;
  root.style.setProperty("--brand", card.brand);
  document.body.innerHTML = card.html;
  const title = document.querySelector("h1");
  const room = document.getElementById("room");
  for (let size = 132; size >= 24; size -= 4) {
    title.style.fontSize = `${size}px`;
    if (title.scrollHeight <= room.clientHeight && title.scrollWidth <= room.clientWidth) break;
  }
}

/**
 * Return a PNG (base64) with the 64 colours it has most of: its size, the palette, and the rows of
 * its pixels as a PNG has them, packed (base64).
 */
async function small(png) {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const colours = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const runs = runsOf(colours);
  const counts = new Map();
  for (const [colour, length] of runs) counts.set(colour, (counts.get(colour) || 0) + length);
  const order = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map((one) => one[0]);
  const palette = order.slice(0, 64);
  const index = new Map(order.map((colour) => [colour, nearest(palette, colour)]));
  const pixels = new Uint8Array(colours.length);
  let at = 0;
  for (const [colour, length] of runs) pixels.fill(index.get(colour), at, (at += length));
  // each row begins with its filter: none, as neighbours in a palette mean nothing
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  return { width, height, palette, rows: btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), "")) };
}

/** Return [colour, how many times] for colours that are the same one after another. */
function runsOf(colours) {
  const runs = [];
  let start = 0;
  for (let i = 1; i <= colours.length; i++) {
    if (i === colours.length || colours[i] !== colours[start]) {
      runs.push([colours[start], i - start]);
      start = i;
    }
  }
  return runs;
}

/** Return the index in a palette of what is most like a colour. */
function nearest(palette, colour) {
  let best = 0;
  let least = Infinity;
  palette.forEach((other, i) => {
    let distance = 0;
    for (const shift of [0, 8, 16]) distance += (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2;
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}
