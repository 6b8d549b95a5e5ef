// One detection on a made-up picture, then the end: what a program with a model costs beyond the smallest one.
using EdgeCompile;

const int Width = 480, Height = 360;
var pixels = new byte[3 * Width * Height];
for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i * 31 >> 3);
var found = new Detection[16];
Console.WriteLine(ObjectDetector.Predict(new ImageView(pixels, Width, Height, 3 * Width, PixelFormat.Rgb24), found));
