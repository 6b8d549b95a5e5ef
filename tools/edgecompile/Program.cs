return EdgeCompile.Tool.CommandLine.Run(args, Console.Out, Console.Error);
