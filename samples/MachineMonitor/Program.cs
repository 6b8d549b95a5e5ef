return Samples.Machines.Demo.Run(args, Console.Out, Console.Error);
