// The smallest program: what size and start-up are measured against.
Console.WriteLine("hello");
