return Samples.Keywords.Demo.Run(args, Console.Out, Console.Error);
