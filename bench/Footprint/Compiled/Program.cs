// Some calls of yolox_nano, then the end: eng/footprint.sh looks at the process from outside.
var (images, output) = (new float[3 * 416 * 416], new float[3549 * 85]);
Array.Fill(images, 114f);
using var model = new Model();
for (var call = 0; call < 10; call++) model.Run(images, output);
Console.WriteLine(output.Sum(Math.Abs) > 0);
