// A model of one input and one output, and nothing else: eng/aot-size.sh publishes it to see what that takes. Whatever the tensors' types and
// sizes are, empty spans are refused; all of the model is linked all the same.
using var model = new Model();
try
{
    model.Run(default, default);
}
catch (ArgumentException refusal)
{
    Console.WriteLine(refusal.ParamName);
}
