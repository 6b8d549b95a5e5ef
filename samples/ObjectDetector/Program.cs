return Samples.Detector.Demo.Run(args, Console.Out, Console.Error);
